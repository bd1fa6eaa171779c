/** WSDL files are bundled as text (esbuild's text loader; a transform under jest and tsx). */
declare module '*.wsdl' {
  const content: string;
  export default content;
}
