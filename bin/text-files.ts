import { readFileSync } from 'node:fs';
import Module from 'node:module';

// Bundles hold the WSDL as text; run from the sources, it is read from its file. To be imported before all else.
type Loader = (module: NodeJS.Module, file: string) => void;
const { _extensions: loaders } = Module as unknown as { _extensions: Record<string, Loader> };
loaders['.wsdl'] = (module, file) => {
  module.exports = { __esModule: true, default: readFileSync(file, 'utf8') };
};
