/** A package as `package-lock.json` lists it (docs.npmjs.com/cli/configuring-npm/package-lock-json). */
export interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export interface LockFile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/**
 * What is missing from a lock file: npm may write one on a machine of one platform that leaves out the
 * packages of the others, and `npm ci` then refuses it or installs a program that cannot run there.
 */
export function gapsOfLock({ packages }: LockFile): readonly string[] {
  const gaps: string[] = [];
  for (const [path, { integrity, link, optionalDependencies }] of Object.entries(packages)) {
    if (path !== '' && link !== true && integrity === undefined) gaps.push(`${path} has no integrity`);
    for (const name of Object.keys(optionalDependencies ?? {})) {
      if (!isLocked(packages, path, name))
        gaps.push(`${name}, which ${path || 'the project'} may need, is missing`);
    }
  }
  return gaps;
}

/** Node looks in the package's own folder first, then in those above it. */
function isLocked(packages: LockFile['packages'], from: string, name: string): boolean {
  for (let folder = from; ; folder = folder.replace(/\/?node_modules\/(?:@[^/]+\/)?[^/]+$/, '')) {
    if (`${folder === '' ? '' : `${folder}/`}node_modules/${name}` in packages) return true;
    if (folder === '') return false;
  }
}
