// Native packages keep their binaries in one optional package a platform. npm leaves out of the lock file, without a
// word, those that the registry did not have when it was written: then `npm ci` works here and fails elsewhere.
import { readFileSync } from 'node:fs';

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const problems = [];
for (const [path, entry] of Object.entries(packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const locked = packages[`${path}/node_modules/${name}`] ?? packages[`node_modules/${name}`];
    if (!locked) problems.push(`${path}: ${name}@${version} is not in the lock file`);
  }
  if (entry.resolved && !entry.link)
    problems.push(
      `${path}: names a registry (${entry.resolved}); run npm install with omit-lockfile-registry-resolved`,
    );
  if (!path.includes('node_modules') || entry.link) continue;
  if (!entry.integrity) problems.push(`${path}: has no integrity hash`);
}
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
console.log(
  `package-lock.json: ${Object.keys(packages).length} packages, every platform's binaries are there`,
);
