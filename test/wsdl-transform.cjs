/** WSDL files as text modules, as esbuild's text loader makes them. */
module.exports = {
  process: (text) => ({
    code: `module.exports = { __esModule: true, default: ${JSON.stringify(text)} };`,
  }),
};
