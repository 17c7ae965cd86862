/** A CSV file to be kept, called by what it holds and the day (UTC). */
export function csvFile(name: string, csv: string): Response {
  return file(`${name}.csv`, csv, 'text/csv; charset=utf-8');
}

/** The same of anything, for people and programs to read. */
export function jsonFile(name: string, value: unknown): Response {
  return file(`${name}.json`, JSON.stringify(value, null, 2), 'application/json; charset=utf-8');
}

function file(name: string, content: string, contentType: string): Response {
  const day = new Date().toISOString().slice(0, 10);
  const dated = name.replace(/\.\w+$/, (ending) => `-${day}${ending}`);
  return new Response(content, {
    headers: {
      'content-type': contentType,
      'content-disposition': `attachment; filename="${dated}"`,
      'cache-control': 'private, no-store',
    },
  });
}
