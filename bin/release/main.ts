import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { endWith } from '../deployed-settings';
import { TEMPLATE, release, version } from './release';

/** `npm run release [-- --out <folder>] [--prefix <folder in the bucket>/]` */
const { values } = parseArgs({
  options: {
    out: { type: 'string', default: join('.build', 'release', version) },
    prefix: { type: 'string', default: `giav-clientify/${version}/` },
  },
});
try {
  const directory = resolve(values.out);
  release(directory, values.prefix);
  process.stdout.write(
    `${directory}\nUpload it as it is: aws s3 sync ${directory} s3://BUCKET/${values.prefix}\nLaunch ${TEMPLATE} from there (docs/deploying.md).\n`,
  );
} catch (error) {
  endWith(error);
}
