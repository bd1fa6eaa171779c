/** Stands in for formidable in the bundles: soap imports it for answers with attachments, of which GIAV has none. */
export class MultipartParser {
  constructor() {
    throw new Error('an answer of GIAV has attachments; formidable is not bundled');
  }
}
/** Stands in for whatwg-mimetype, which soap asks whether an answer has some; its own HTTP client alone does. */
export class MIMEType {
  constructor() {
    throw new Error('soap was given its own HTTP client; whatwg-mimetype is not bundled');
  }
}
