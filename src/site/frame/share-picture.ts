/** Size in pixels of the picture of a page, which all networks show uncropped. */
export const SHARE_SIZE = { width: 1200, height: 630 } as const;
/** File name of the picture, in the folder of its page. */
export const SHARE_NAME = 'share.png';

/** Pages with a picture of their own, which the server draws on request. */
const PICTURED = /^(?:hosters|countries)\/[\w.-]+\/$/;

/** Path of a page's own picture; null if the week's chart is shown instead. */
export function sharePicturePath(page: string): string | null {
  const folder = page.replace(/index\.html$/, '');
  return PICTURED.test(folder) ? `${folder}${SHARE_NAME}` : null;
}

/** The folder of the page that a picture belongs to; null if the path is not one of a page's own picture. */
export function sharedPage(picture: string): string | null {
  if (!picture.endsWith(`/${SHARE_NAME}`)) return null;
  const folder = picture.slice(0, -SHARE_NAME.length);
  return PICTURED.test(folder) ? folder : null;
}
