/** WSDL and CSS files are bundled as text (esbuild's text loader; a transform under jest and tsx). */
declare module '*.wsdl' {
  const content: string;
  export default content;
}
declare module '*.css' {
  const content: string;
  export default content;
}
