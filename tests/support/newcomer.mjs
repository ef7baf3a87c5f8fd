/**
 * The repository as somebody has it who cloned and built it: what is in git of examples/, and dist/popcert. Commands run in it by
 * a shell. Only the registry is not there: `npm install` takes packages from this repository's node_modules, in the major version that
 * was asked for, and `npx` runs theirs.
 */
import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import { until } from './browsers.mjs'
import { dist, repository } from './fixtures.mjs'

const install = `
const { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync } = require('node:fs')
const { dirname, join, resolve } = require('node:path')
if (process.argv.slice(2).join(' ') !== 'install') throw new Error('only npm install is played here')
const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
for (const [name, wanted] of Object.entries({ ...dependencies, ...devDependencies })) {
    const there = join('node_modules', name)
    rmSync(there, { recursive: true, force: true })
    mkdirSync(dirname(there), { recursive: true })
    const file = /^file:(.*)/.exec(wanted)?.[1]
    if (file !== undefined && readFileSync('.npmrc', 'utf8').includes('install-links=true')) cpSync(file, there, { recursive: true })
    else if (file !== undefined) symlinkSync(resolve(file), there)
    else {
        const mine = join(process.env.REPOSITORY, 'node_modules', name)
        const { version } = JSON.parse(readFileSync(join(mine, 'package.json'), 'utf8'))
        if (wanted.split('.')[0] !== '^' + version.split('.')[0]) throw new Error(name + ' ' + wanted + ' is wanted, and ' + version + ' is here')
        symlinkSync(mine, there)
    }
}
`
const npm = `#!/bin/sh
exec node "\${0%/*}/install.cjs" "$@"
`
const npx = `#!/bin/sh
program=$1; shift
exec "$REPOSITORY/node_modules/.bin/$program" "$@"
`

export class Newcomer {
    constructor() {
        this.folder = mkdtempSync(join(tmpdir(), 'popcert-newcomer-'))
        const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '.gitignore', 'examples'], { cwd: repository, encoding: 'utf8' })
        for (const file of files.split('\0').filter(Boolean)) cpSync(join(repository, file), this.path(file))
        cpSync(join(dist, 'popcert'), this.path('dist/popcert'), { recursive: true })
        for (const [name, text] of Object.entries({ npm, npx, 'install.cjs': install })) {
            mkdirSync(this.path('bin'), { recursive: true })
            writeFileSync(this.path('bin', name), text)
            chmodSync(this.path('bin', name), 0o755)
        }
        this.environment = { ...process.env, REPOSITORY: repository, PATH: `${this.path('bin')}:${dirname(process.execPath)}:${process.env.PATH}`, PYTHONUNBUFFERED: '1', NO_COLOR: '1' }
    }

    path(...parts) { return join(this.folder, ...parts) }

    /** Runs commands in a folder to their end, and gives what they say. */
    run(folder, commands) {
        return execFileSync('bash', ['-euo', 'pipefail', '-c', commands], { cwd: this.path(folder), env: this.environment, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
    }

    /** Commands of which the last one is a server: its address, once it has said it, and `stop()`. */
    async serve(folder, commands) {
        const lines = commands.trim().split('\n')
        const child = spawn('bash', ['-euo', 'pipefail', '-c', [...lines.slice(0, -1), `exec ${lines.at(-1)}`].join('\n')],
            { cwd: this.path(folder), env: this.environment, stdio: ['ignore', 'pipe', 'pipe'] })
        let said = ''
        for (const stream of [child.stdout, child.stderr]) stream.on('data', (octets) => { said += octets })
        const url = await until(() => {
            if (child.exitCode !== null) throw new Error(said)
            return /http:\/\/(?:localhost|127\.0\.0\.1):\d+/.exec(said)?.[0]
        }, 'the address of the server', 60)
        return { url, stop: () => new Promise((resolve) => { child.once('exit', resolve); child.kill() }) }
    }

    remove() { rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 }) }
}
