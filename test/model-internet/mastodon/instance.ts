import { accountJson } from './entities.ts';
import { IMAGE_SIZE_LIMIT, IMAGE_TYPES } from './media.ts';
import type { Route } from './router.ts';
import type { World } from './world.ts';

function configuration(world: World) {
  const { maxCharacters, charactersPerUrl, descriptionLimit } = world.traits;
  return {
    accounts: { max_featured_tags: 10, max_pinned_statuses: 5 },
    statuses: {
      max_characters: maxCharacters,
      max_media_attachments: 4,
      characters_reserved_per_url: charactersPerUrl,
    },
    media_attachments: {
      supported_mime_types: IMAGE_TYPES,
      ...(descriptionLimit === null ? {} : { description_limit: descriptionLimit }),
      image_size_limit: IMAGE_SIZE_LIMIT,
      image_matrix_limit: 33_177_600,
      video_size_limit: 103_809_024,
      video_frame_rate_limit: 120,
      video_matrix_limit: 8_294_400,
    },
    polls: { max_options: 4, max_characters_per_option: 50, min_expiration: 300, max_expiration: 2_629_746 },
  };
}

function streamingUrl(world: World): string {
  return world.origin.replace(/^http/, 'ws');
}

function contact(world: World) {
  const account = [...world.accounts.values()].find(({ domain }) => domain === null);
  return account === undefined ? null : accountJson(account, world);
}

/** https://docs.joinmastodon.org/entities/V1_Instance/ */
function instanceV1(world: World) {
  return {
    uri: world.domain,
    title: 'Model server',
    short_description: 'A model of a server, for tests',
    description: 'A model of a server, for tests',
    email: `admin@${world.domain}`,
    version: world.traits.version,
    urls: world.traits.streams === null ? {} : { streaming_api: streamingUrl(world) },
    stats: {
      user_count: world.tokens.size,
      status_count: world.statuses.size,
      domain_count: new Set([...world.accounts.values()].map(({ domain }) => domain)).size,
    },
    thumbnail: null,
    languages: ['en'],
    registrations: false,
    approval_required: false,
    invites_enabled: false,
    configuration: configuration(world),
    contact_account: contact(world),
    rules: [],
  };
}

/** https://docs.joinmastodon.org/entities/Instance/ */
function instanceV2(world: World) {
  const { streams, version } = world.traits;
  return {
    domain: world.domain,
    title: 'Model server',
    version,
    source_url:
      world.flavour === 'hollo'
        ? 'https://github.com/fedify-dev/hollo'
        : 'https://github.com/mastodon/mastodon',
    description: 'A model of a server, for tests',
    usage: { users: { active_month: world.tokens.size } },
    thumbnail: { url: `${world.origin}/thumbnail.png` },
    icon: [],
    languages: ['en'],
    configuration: {
      urls: streams === null ? {} : { streaming: streamingUrl(world) },
      ...configuration(world),
      translation: { enabled: false },
    },
    registrations: { enabled: false, approval_required: false, message: null },
    ...(world.flavour === 'mastodon' ? { api_versions: { mastodon: 7 } } : {}),
    contact: { email: `admin@${world.domain}`, account: contact(world) },
    rules: [],
  };
}

/** https://docs.joinmastodon.org/methods/instance/ */
export function instanceRoutes(world: World): Route[] {
  return [
    {
      method: 'GET',
      path: '/api/v1/instance',
      signedIn: false,
      handle: () => ({ status: 200, body: instanceV1(world) }),
    },
    {
      method: 'GET',
      path: '/api/v2/instance',
      signedIn: false,
      handle: () => ({ status: 200, body: instanceV2(world) }),
    },
  ];
}
