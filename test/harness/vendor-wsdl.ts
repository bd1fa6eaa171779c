import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../lib/stack/made-once';

const VENDOR_WSDL = join(ROOT, '..', 'shared', 'giav', 'api_2_05.wsdl');

/**
 * Options of the simulators by which they check requests against the vendor's own schema, where its file is at hand; else
 * they do against ours, which the contract test compares with it.
 */
export const byVendorWsdl = (): readonly string[] =>
  existsSync(VENDOR_WSDL) ? ['--wsdl', VENDOR_WSDL] : [];
