// What scripts add to pages that are complete without them: colours by choice, sorting, filtering, search, live charts.

const root = document.body.dataset.root ?? '';

// --- Dark and light ---

const themeButton = document.querySelector('[data-theme].theme');
const systemDark = matchMedia('(prefers-color-scheme: dark)');

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen === undefined ? systemDark.matches : chosen === 'dark';
}

function showTheme() {
  themeButton.textContent = isDark() ? 'Light mode' : 'Dark mode';
}

if (themeButton !== null) {
  themeButton.hidden = false;
  showTheme();
  systemDark.addEventListener('change', showTheme);
  themeButton.addEventListener('click', () => {
    const theme = isDark() ? 'light' : 'dark';
    document.documentElement.dataset.theme = theme;
    try {
      localStorage.setItem('theme', theme);
    } catch {
      // Then it holds for this page alone.
    }
    showTheme();
  });
}

// --- Tables ---

const compareText = new Intl.Collator('en', { numeric: true }).compare;

function sortValue(row, column) {
  const cell = row.cells[column];
  const number = cell.dataset.v;
  return number === undefined ? cell.textContent.trim() : Number(number);
}

function compare(a, b) {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  // Cells without a number say "unknown", and come after all that are known.
  if (typeof a !== typeof b) return typeof a === 'number' ? 1 : -1;
  return compareText(a, b);
}

function makeSortable(table) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  for (const [column, head] of heads.entries()) {
    if (head.textContent === '') continue;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'sort';
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener('click', () => {
      const before = head.getAttribute('aria-sort');
      // Numbers are wanted largest first, names from A.
      const first = head.classList.contains('n') ? 'descending' : 'ascending';
      const second = first === 'descending' ? 'ascending' : 'descending';
      const direction = before === first ? second : first;
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', direction);
      const sign = direction === 'ascending' ? 1 : -1;
      const keyed = [...body.rows].map((row) => [sortValue(row, column), row]);
      keyed.sort(([a], [b]) => sign * compare(a, b));
      body.append(...keyed.map(([, row]) => row));
    });
  }
}

function makeFilterable(table) {
  const label = document.createElement('label');
  label.className = 'filter';
  label.textContent = `${table.dataset.filter} `;
  const input = document.createElement('input');
  input.type = 'search';
  input.autocomplete = 'off';
  const said = document.createElement('span');
  said.setAttribute('role', 'status');
  label.append(input);
  table.parentElement.before(label, said);
  const rows = [...table.tBodies[0].rows];
  const texts = rows.map((row) => row.textContent.toLowerCase());
  input.addEventListener('input', () => {
    const wanted = input.value.trim().toLowerCase();
    let shown = 0;
    for (const [index, row] of rows.entries()) {
      row.hidden = wanted !== '' && !texts[index].includes(wanted);
      if (!row.hidden) shown += 1;
    }
    said.textContent = wanted === '' ? '' : `${shown} of ${rows.length} rows`;
  });
}

for (const table of document.querySelectorAll('table[data-sort]')) {
  if (table.tBodies[0].rows.length < 2) continue;
  makeSortable(table);
  if (table.dataset.filter !== undefined) makeFilterable(table);
}

// --- Search ---

/** The shard of a domain: the first two hexadecimal digits of its SHA-256. */
async function shardOf(domain) {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(domain));
  return new Uint8Array(digest)[0].toString(16).padStart(2, '0');
}

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function describe(domain, entries) {
  const list = document.createElement('ul');
  list.className = 'found';
  for (const entry of entries) {
    const item = document.createElement('li');
    item.append(element('strong', domain), ` (${entry.networkName}) `);
    const company = entry.front ?? entry.hoster;
    if (entry.status !== 'NOERROR') item.append(`gave no address in the last scan: ${entry.statusName}.`);
    else if (company === null) item.append('answers, but nobody is known to announce its address.');
    else {
      const line = entry.front === null && entry.kind === 'isp';
      item.append(entry.front !== null ? 'is behind ' : line ? 'is connected through ' : 'is hosted by ');
      item.append(
        company.page === null ? company.name : element('a', company.name, { href: root + company.page }),
      );
      if (entry.front !== null) item.append(', which hides who hosts it');
      if (line) item.append(', an Internet provider');
      if (entry.operator !== null) item.append(`, run by ${entry.operator.name}`);
      if (entry.place !== null) item.append(`, in ${entry.place}`);
      item.append('.');
    }
    const said = [entry.declared?.by, entry.declared?.country].filter(Boolean);
    if (said.length > 0) item.append(` Its admin declares: ${said.join(', ')}.`);
    list.append(item);
  }
  return list;
}

/** Data of the site; the promise is rejected if it is unavailable. */
async function load(path) {
  const response = await fetch(root + path);
  if (!response.ok) throw new Error(`${response.status}`);
  return await response.json();
}

const serverAddress = (domain) => `${root}server/?domain=${encodeURIComponent(domain)}`;

async function answerDomain(domain, form) {
  const { domains } = await load(`api/domains/${await shardOf(domain)}.json`);
  const entries = Object.hasOwn(domains, domain) ? domains[domain] : null;
  const look = element('a', 'Look now', {
    href: `${form.getAttribute('action')}?domain=${encodeURIComponent(domain)}&fresh=1`,
    rel: 'nofollow',
  });
  if (entries === null) {
    const text = element('p', `${domain} was in none of the last scans. `);
    text.append(look);
    return [text];
  }
  const more = element('p', 'As of the last scan. ');
  more.append(look, ' ', element('a', 'Address of this answer', { href: serverAddress(domain) }));
  return [describe(domain, entries), more];
}

const FOUND_KINDS = { hoster: 'hoster', country: 'country' };

function listFound(findables) {
  const list = element('ul', '', { class: 'found' });
  for (const { kind, name, page, servers } of findables) {
    const item = document.createElement('li');
    const count = `${servers.toLocaleString('en')} ${servers === 1 ? 'server' : 'servers'}`;
    item.append(element('a', name, { href: root + page }), ` (${FOUND_KINDS[kind]}, ${count})`);
    list.append(item);
  }
  return list;
}

async function answerWords(words) {
  const { entries } = await load('api/search.json');
  const { exact, others } = findNames(words, entries);
  if (exact !== null) {
    const found = [listFound([exact])];
    return others.length === 0 ? found : [...found, element('p', 'Or did you mean:'), listFound(others)];
  }
  const none = `“${words.slice(0, 100)}” is not a domain, nor a hoster or country of the last scans.`;
  if (others.length > 0) return [element('p', `${none} Did you mean:`), listFound(others)];
  return [element('p', `${none} Try one such as mastodon.social, Hetzner or Germany.`)];
}

function answerSeveral(domains) {
  const list = element('ul', '', { class: 'found' });
  for (const domain of domains) {
    const item = document.createElement('li');
    item.append(element('a', domain, { href: serverAddress(domain) }));
    list.append(item);
  }
  return [element('p', 'Several domains, each with an answer of its own:'), list];
}

async function search(form, answer) {
  const given = readSearch(form.elements.domain.value);
  const parts = {
    domain: () => answerDomain(given.domain, form),
    several: () => answerSeveral(given.domains),
    words: () => answerWords(given.words),
    address: () => [
      element(
        'p',
        'That is an IP address, and names are looked up here. Try a domain such as mastodon.social.',
      ),
    ],
    empty: () => [element('p', 'Try a domain such as mastodon.social, a hoster or a country.')],
  };
  answer.replaceChildren(...(await parts[given.kind]()));
}

for (const form of document.querySelectorAll('form[data-search]')) {
  const answer = document.createElement('div');
  answer.className = 'answer';
  answer.setAttribute('role', 'status');
  form.after(answer);
  form.addEventListener('submit', (event) => {
    // Without a secure context there is no SHA-256: the form goes where it goes without scripts.
    if (globalThis.crypto?.subtle === undefined) return;
    event.preventDefault();
    search(form, answer).catch(() => form.submit());
  });
  // The address of an answer, where no server of ours has filled it in.
  const asked = new URLSearchParams(location.search).get('domain');
  if (asked !== null && document.querySelector('[data-answered]') === null) {
    form.elements.domain.value = asked;
    search(form, answer).catch(() => undefined);
  }
}

// --- Charts ---

const percent = new Intl.NumberFormat('en-GB', { style: 'percent', maximumFractionDigits: 1 });

function loadScript(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = address;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
}

/** The weekly chart's own configuration, drawn here, with the exact figures wherever one points. */
async function enliven(figure) {
  const [response] = await Promise.all([fetch(figure.dataset.chart), loadScript(figure.dataset.library)]);
  const configuration = await response.json();
  const canvas = document.createElement('canvas');
  const picture = figure.querySelector('picture');
  const image = picture.querySelector('img');
  canvas.width = Number(image.getAttribute('width'));
  canvas.height = Number(image.getAttribute('height'));
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', image.alt);
  canvas.style.width = '100%';
  canvas.style.height = 'auto';
  picture.replaceWith(canvas);
  configuration.options.events = ['mousemove', 'mouseout', 'click', 'touchstart', 'touchmove'];
  configuration.options.plugins.tooltip = {
    titleFont: { size: 24 },
    bodyFont: { size: 22 },
    callbacks: {
      label: ({ dataset, raw }) =>
        `${dataset.label}: ${percent.format(Array.isArray(raw) ? raw[1] : typeof raw === 'object' ? raw.y : raw)}`,
    },
  };
  new globalThis.Chart(canvas, configuration);
}

for (const figure of document.querySelectorAll('figure[data-chart]')) {
  const button = element('button', 'Show exact figures in the chart', { type: 'button', class: 'plain' });
  figure.querySelector('figcaption').prepend(button, ' ');
  button.addEventListener('click', () => {
    button.remove();
    enliven(figure).catch(() => undefined);
  });
}
