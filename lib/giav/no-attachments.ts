/** Stands in for formidable in the bundles: soap imports it for answers with attachments, of which GIAV has none. */
export class MultipartParser {
  constructor() {
    throw new Error('an answer of GIAV has attachments; formidable is not bundled');
  }
}
