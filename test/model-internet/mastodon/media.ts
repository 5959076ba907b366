import { mediaJson } from './entities.ts';
import { milliseconds } from './faults.ts';
import { type ModelRequest, NOT_FOUND, Refusal, text, UploadedFile } from './http.ts';
import type { Route } from './router.ts';
import { self } from './statuses.ts';
import type { ModelMedia, World } from './world.ts';

/** https://docs.joinmastodon.org/user/posting/#images */
export const IMAGE_SIZE_LIMIT = 16_777_216;
export const IMAGE_TYPES: readonly string[] = [
  'image/jpeg',
  'image/png',
  'image/gif',
  'image/heic',
  'image/heif',
  'image/webp',
  'image/avif',
];

/** Processing time in milliseconds of the model's clock; 0 answers with the finished file at once. */
export type Processing = number | (() => number);

function checkDescription(description: string, world: World): void {
  const { descriptionLimit, refusal } = world.traits;
  if (descriptionLimit === null || [...description].length <= descriptionLimit) return;
  const sentence =
    world.flavour === 'gotosocial'
      ? `Bad Request: image description length must be between 0 and ${descriptionLimit} characters (inclusive)`
      : `Validation failed: Description is too long (maximum is ${descriptionLimit} characters)`;
  throw new Refusal(refusal, sentence);
}

function upload(request: ModelRequest, world: World, processing: Processing) {
  const { params } = request;
  const file = params.file;
  const refusal = world.traits.refusal;
  if (!(file instanceof UploadedFile)) throw new Refusal(refusal, "Validation failed: File can't be blank");
  if (!IMAGE_TYPES.includes(file.type)) {
    throw new Refusal(refusal, `Validation failed: File content type is invalid`);
  }
  if (file.bytes.length > IMAGE_SIZE_LIMIT) {
    throw new Refusal(refusal, 'Validation failed: File file size must be less than 16 MB');
  }
  const description = text(params, 'description') ?? '';
  checkDescription(description, world);
  // Where a file cannot be asked for again, it is finished at once.
  const takes = world.traits.mediaGet ? milliseconds(processing) : 0;
  const media: ModelMedia = {
    id: world.newId(),
    owner: self(request),
    bytes: file.bytes,
    mimeType: file.type,
    fileName: file.name,
    description,
    focus: text(params, 'focus'),
    readyAt: world.now() + takes,
    attachedTo: null,
  };
  world.media.set(media.id, media);
  return { status: takes > 0 ? 202 : 200, body: mediaJson(media, world) };
}

function own(request: ModelRequest, world: World): ModelMedia {
  const media = world.media.get(request.names.id ?? '');
  // Once attached, a file belongs to its status and is no longer found here.
  if (media === undefined || media.owner !== self(request) || media.attachedTo !== null) {
    throw new Refusal(404, NOT_FOUND);
  }
  return media;
}

/** https://docs.joinmastodon.org/methods/media/ */
export function mediaRoutes(world: World, processing: () => Processing): Route[] {
  const routes: Route[] = [
    {
      method: 'POST',
      path: '/api/v2/media',
      signedIn: true,
      handle: (request) => upload(request, world, processing()),
    },
    {
      method: 'PUT',
      path: '/api/v1/media/:id',
      signedIn: true,
      handle(request) {
        const media = own(request, world);
        const description = text(request.params, 'description') ?? media.description;
        checkDescription(description, world);
        media.description = description;
        return { status: 200, body: mediaJson(media, world) };
      },
    },
    {
      method: 'GET',
      path: '/media_attachments/:id/original/:name',
      signedIn: false,
      handle(request) {
        const media = world.media.get(request.names.id ?? '');
        if (media === undefined || media.readyAt > world.now()) throw new Refusal(404, NOT_FOUND);
        return { status: 200, type: media.mimeType, body: media.bytes };
      },
    },
  ];
  if (!world.traits.mediaGet) return routes;
  return [
    ...routes,
    {
      method: 'GET',
      path: '/api/v1/media/:id',
      signedIn: true,
      handle(request) {
        const media = own(request, world);
        return { status: media.readyAt > world.now() ? 206 : 200, body: mediaJson(media, world) };
      },
    },
  ];
}
