/** Runs in the browser: the table of records, its search, and what a click on a row shows. */
export const SCRIPT = `
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const rows = read('rows'), texts = read('texts'), reasons = read('reasons-text');
  for (const row of rows) row.text = [row.id, row.label, row.clientifyId, row.reason, reasons[row.reason] || '', row.message, ...row.fields.flat(), ...row.notes].join(' ').toLowerCase();
  const element = (name, text, attributes = {}) => Object.assign(document.createElement(name), { textContent: text }, attributes);
  const detail = (row) => {
    const box = element('div', '', { className: 'detail' });
    if (reasons[row.reason]) box.append(element('p', reasons[row.reason]));
    if (row.message) box.append(element('p', row.message));
    if (row.fields.length) {
      const table = element('table', '', { className: 'plain' });
      const isNew = row.fields.every((field) => field.length === 2);
      const head = table.createTHead().insertRow();
      for (const text of [texts.field, ...(isNew ? [] : [texts.before]), texts.after]) head.append(element('th', text));
      const body = table.createTBody();
      for (const [field, to, from] of row.fields) {
        const line = body.insertRow();
        for (const text of [field, ...(isNew ? [] : [from === null ? texts.notKnown : from ?? '']), to]) line.append(element('td', text));
      }
      box.append(table);
    }
    if (row.notes.length) box.append(element('p', texts.notes + ': ' + row.notes.join('; ')));
    return box;
  };
  const open = new Set();
  const table = new Tabulator('#records', {
    // Not redrawn whenever its scroll bar comes or goes: a click right after a filter would hit a row that is being replaced.
    data: rows, height: 640, layout: 'fitColumns', index: 'key', placeholder: '—', autoResize: false,
    columns: [
      { title: texts.columns.entity, field: 'entity', width: 120, formatter: (cell) => texts.entities[cell.getValue()] },
      { title: texts.columns.id, field: 'id', width: 130, sorter: 'number' },
      { title: texts.columns.label, field: 'label', widthGrow: 2, formatter: 'plaintext' },
      { title: texts.columns.outcome, field: 'outcome', width: 170, formatter: (cell) => { return element('span', texts.outcomes[cell.getValue()], { className: 'tag ' + cell.getValue() }); } },
      { title: texts.columns.reason, field: 'reason', widthGrow: 1, formatter: 'plaintext' },
      { title: texts.columns.fields, field: 'fields', width: 105, hozAlign: 'right', formatter: (cell) => String(cell.getValue().length || ''), sorter: (a, b) => a.length - b.length },
    ],
    rowFormatter: (line) => {
      const row = line.getData(), host = line.getElement();
      host.querySelector('.detail')?.remove();
      if (open.has(row.entity + row.id)) host.append(detail(row));
    },
  });
  table.on('rowClick', (event, line) => {
    if (event.target.closest('.detail')) return;
    const row = line.getData(), key = row.entity + row.id;
    if (!open.delete(key)) open.add(key);
    line.reformat();
    line.normalizeHeight?.();
  });
  const search = document.getElementById('search'), outcome = document.getElementById('outcome'), entity = document.getElementById('entity'), shown = document.getElementById('shown');
  const apply = () => {
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    table.setFilter((row) => (!outcome.value || row.outcome === outcome.value) && (!entity.value || row.entity === entity.value) && words.every((word) => row.text.includes(word)));
  };
  table.on('dataFiltered', (_, found) => { shown.textContent = texts.count + ': ' + found.length; });
  table.on('tableBuilt', () => { shown.textContent = texts.count + ': ' + rows.length; document.body.dataset.ready = 'true'; });
  addEventListener('resize', () => table.redraw());
  for (const control of [search, outcome, entity]) control.addEventListener('input', apply);
})();`;
