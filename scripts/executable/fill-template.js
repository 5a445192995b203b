/** Puts values into the places `"{{name}}"` of a template. They stand in quotation marks, in JSON and in YAML. */
export function fillTemplate(template, values) {
  return template.replace(/\{\{(\w+)\}\}/g, (place, name) => {
    if (values[name] === undefined) throw new Error(`a template asks for ${place}`);
    // The escapes of JSON are those of YAML too.
    return JSON.stringify(values[name]).slice(1, -1);
  });
}

/** What the templates in `packaging/` ask for. The licenses lie beside the executable, wherever that is fetched from. */
export function manifestValues({ version, url, sha256, licensesSha256 }) {
  return {
    version,
    url,
    sha256,
    licenses: new URL('LICENSES.txt', url).href,
    licensesSha256,
    homepage: new URL('.', url).href,
  };
}
