import { readFileSync } from 'node:fs';
import Module from 'node:module';

// Bundles hold WSDL and CSS as text; run from the sources, they are read from their files. To be imported before all else.
type Loader = (module: NodeJS.Module, file: string) => void;
const { _extensions: loaders } = Module as unknown as { _extensions: Record<string, Loader> };
for (const extension of ['.wsdl', '.css'])
  loaders[extension] = (module, file) => {
    module.exports = { __esModule: true, default: readFileSync(file, 'utf8') };
  };
