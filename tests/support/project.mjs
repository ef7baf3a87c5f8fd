/** An empty project into which the package was installed from its tarball, as a user's npm does it, without a network. */
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import { dist, repository } from './fixtures.mjs'

const npm = (folder, ...args) => execFileSync('npm', [...args, '--offline', '--no-audit', '--no-fund', '--loglevel=error', `--cache=${join(folder, '.npm')}`],
    { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

export class Project {
    constructor() {
        this.folder = mkdtempSync(join(tmpdir(), 'popcert-project-'))
        const [packed] = JSON.parse(npm(this.folder, 'pack', join(dist, 'popcert'), '--json'))
        /** What is in the tarball. */
        this.packed = packed
        this.write('package.json', JSON.stringify({ name: 'a-portal', version: '1.0.0', private: true, type: 'module' }))
        npm(this.folder, 'install', join(this.folder, packed.filename))
    }

    /** Packages that the user has besides: those of this repository. */
    with(...names) {
        for (const name of names.filter((name) => !existsSync(this.path('node_modules', name)))) {
            mkdirSync(dirname(this.path('node_modules', name)), { recursive: true })
            symlinkSync(join(repository, 'node_modules', name), this.path('node_modules', name))
        }
        return this
    }

    path(...parts) { return join(this.folder, ...parts) }

    write(name, text) {
        mkdirSync(dirname(this.path(name)), { recursive: true })
        writeFileSync(this.path(name), text)
    }

    /** An example of the repository, as a folder in the project. */
    copyExample(name) { cpSync(join(repository, 'examples', name), this.path(name), { recursive: true }) }

    remove() { rmSync(this.folder, { recursive: true, force: true }) }
}
