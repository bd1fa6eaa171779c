import '../bin/text-files';
import { run } from './command';

void run(process.argv.slice(2));
