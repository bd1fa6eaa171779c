/** Stands in for xml-crypto in the bundles: soap imports it for signatures with certificates, which GIAV does not know. */
export class SignedXml {
  constructor() {
    throw new Error('calls of GIAV are not signed; xml-crypto is not bundled');
  }
}
