/** Archives of which the same files always make the same octets: by JavaScript, with one date, in the order of the names. */
import { execFileSync } from 'node:child_process'
import { chmod, cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync, zipSync } from 'fflate'

// A zip holds local time without a zone, and fflate asks for this machine's.
process.env.TZ = 'UTC'

/** files: name -> octets. mtime: of every file. */
export function zipOf(files, mtime) {
    // os 3, attrs: an ordinary file of Unix, readable by all; otherwise unzip on Linux makes files that nobody may read.
    const settings = { level: 9, mtime, os: 3, attrs: 0o100644 << 16 }
    return zipSync(Object.fromEntries(Object.keys(files).sort().map((name) => [name, [files[name], settings]])))
}

/** The package as `npm pack` makes it, compressed again: zlib's octets differ from one Node and processor to another. */
export async function tarballOf(folder) {
    const work = await mkdtemp(join(tmpdir(), 'popcert-pack-'))
    try {
        const copy = join(work, 'package')
        await cp(folder, copy, { recursive: true })
        // Of the machine npm takes over nothing but the files' modes.
        for (const each of await readdir(copy, { withFileTypes: true })) await chmod(join(copy, each.name), each.isDirectory() ? 0o755 : 0o644)
        execFileSync('npm', ['pack', './package', '--ignore-scripts', '--offline', '--loglevel=error', `--cache=${join(work, 'cache')}`],
            { cwd: work, stdio: ['ignore', 'ignore', 'inherit'] })
        const name = (await readdir(work)).find((each) => each.endsWith('.tgz'))
        return gzipSync(gunzipSync(await readFile(join(work, name))), { level: 9, mtime: 0 })
    } finally {
        await rm(work, { recursive: true, force: true })
    }
}
