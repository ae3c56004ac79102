// Installs the peers beside this file: the packages of package-lock.json into node_modules/, and
// what packs.json lists, which npm cannot install as dependencies, unpacked into packs/.
// Versions and digests are fixed in those two files; nothing that comes is run while installing.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const onWindows = process.platform === 'win32';
const npm = (...args) =>
  execFileSync('npm', args, { cwd: here, encoding: 'utf8', shell: onWindows, stdio: ['ignore', 'pipe', 'inherit'] });

npm('ci', '--ignore-scripts', '--no-audit', '--no-fund');
const packs = JSON.parse(readFileSync(join(here, 'packs.json'), 'utf8'));
for (const [name, { version, integrity }] of Object.entries(packs)) {
  const folder = join(here, 'packs', name);
  const mark = join(folder, '.version');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === version) continue;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const [packed] = JSON.parse(npm('pack', '--json', '--ignore-scripts', '--pack-destination', folder, `${name}@${version}`));
  const file = join(folder, packed.filename);
  const digest = `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`;
  if (digest !== integrity) throw new Error(`${name}@${version} is not what packs.json expects: ${digest}`);
  execFileSync('tar', ['-xzf', packed.filename], { cwd: folder });
  rmSync(file);
  writeFileSync(mark, version);
}
console.error('The peers are installed.');
