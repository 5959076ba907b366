import { domainToASCII } from 'node:url';
import type { Random } from '../random.ts';

const FIRST = (
  'amber attic autumn barley basil bench birch bramble breeze canal cedar chalk cinder clay cloud clover cobble copper ' +
  'coral cosy cricket dawn drift dune elder ember fern fig fjord flint foggy forest garden ginger granite harbour hazel ' +
  'heather hedge honey iris island ivory juniper kettle lantern lichen lilac linen loft lunar maple marsh meadow mellow ' +
  'mint misty moon moss night oak ocean olive orchard otter paper pebble pepper pine plum pond poppy quiet rain river ' +
  'robin rowan rusty saffron sage sand slow snow sparrow spruce starling stone summer sunny swallow tea thistle thyme ' +
  'tidal timber turnip velvet violet walnut wild willow winter wren'
).split(' ');

const SECOND = (
  'academy alley archive atlas attic bakery balcony barn bay beacon bench books bridge cabin cafe camera choir circle club ' +
  'coast collective commons cooks corner cottage court cove cycling deck den diary ferry field folk forge fork games gallery ' +
  'garage gardeners gate grove guild hall harbour haven hill hollow house hut inn journal kitchen knitters lab lane ' +
  'library lighthouse lodge loft market mill museum neighbours nest notebook observatory orchestra path pier pixels ' +
  'place planet players poets porch post press quay radio railways readers reef room run school shed shore signals singers ' +
  'space square stage station street studio tavern tent tower town trail union valley village wharf workshop writers yard'
).split(' ');

const PREFIXES = ['social', 'mastodon', 'fedi', 'm', 'talk', 'community'];

const INTERNATIONAL = [
  'kräuterküche.example',
  'blåbærtur.example',
  '茶の間.example',
  'café-du-port.example',
  'zielona-łąka.test',
  'ορίζοντας.example',
];

/**
 * Gives invented names, each once and each a registrable domain of its own, under TLDs that nobody can ever
 * register (RFC 2606, section 2; RFC 6761). The first few are international, in punycode.
 */
export function createNames(random: Random, taken: Iterable<string> = []): () => string {
  const known = new Set([...taken].map(registered));
  const international = INTERNATIONAL.map(domainToASCII).filter((name) => !known.has(name));
  return () => {
    const ready = international.shift();
    if (ready !== undefined) {
      known.add(ready);
      return ready;
    }
    for (;;) {
      const [first, second] = [random.pick(FIRST), random.pick(SECOND)];
      const name = `${first}${random.next() < 0.75 ? '-' : ''}${second}.${random.next() < 0.85 ? 'example' : 'test'}`;
      if (first === second || known.has(name)) continue;
      known.add(name);
      return random.next() < 0.2 ? `${random.pick(PREFIXES)}.${name}` : name;
    }
  };
}

/** The last two labels: `social.tea-room.example` is registered as `tea-room.example`. */
function registered(name: string): string {
  return name.split('.').slice(-2).join('.');
}
