// What `./dev release` gives out, made twice from the same build in different surroundings; what compiles is not repeated here, that
// does `./dev release --verify`. Judges: sha256sum, unzip, tar, and CycloneDX's own schema.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, suite, test } from 'node:test'

import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'

import { publicRepository } from '../../web/build/addresses.mjs'
import { dist, repository } from '../support/fixtures.mjs'
import { hasCommand, sha256 } from '../support/openssl.mjs'

const require = createRequire(import.meta.url)
const work = mkdtempSync(join(tmpdir(), 'popcert-release-'))
after(() => rmSync(work, { recursive: true, force: true }))

const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'))
const COMMIT = '0123456789abcdef0123456789abcdef01234567'
/** A time that Lisbon does not have: clocks go from 01:00 to 02:00. */
const DATE = new Date('2026-03-29T01:59:58Z')
const TOOLCHAIN = 'emscripten 3.1.6\nclang 14.0.6\nnode v20.0.0\n'

const SURROUNDINGS = [
    { name: 'Kathmandu', umask: '077', env: { TZ: 'Asia/Kathmandu', LC_ALL: 'C' } },
    { name: 'Lisbon', umask: '002', env: { TZ: 'Europe/Lisbon', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' } },
]

/** Pages and package from the built core, then the release, as a user with another umask, zone and language would make them. */
function make({ name, umask, env }, toolchain = TOOLCHAIN) {
    const folder = join(work, name)
    mkdirSync(folder)
    writeFileSync(join(folder, 'toolchain'), toolchain)
    const steps = [
        'node web/build.mjs --out "$0/dist" --packages "$0/packages.json"',
        `node tools/release/make.mjs --dist "$0/dist" --out "$0/release" --commit ${COMMIT} --date ${DATE.getTime() / 1000} --toolchain "$0/toolchain" --packages "$0/packages.json"`,
    ]
    execFileSync('sh', ['-c', `umask ${umask} && ${steps.join(' && ')}`, folder], { cwd: repository, env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit'] })
    return join(folder, 'release')
}

const [one, other] = SURROUNDINGS.map((each) => make(each))
const EDITIONS = readdirSync(join(dist, 'languages'))
const name = (ending) => `popcert-${version}.${ending}`
const read = (file) => readFileSync(join(one, file))
const json = (file) => JSON.parse(read(file))
const compare = (...args) => spawnSync(process.execPath, [join(repository, 'tools/release/compare.mjs'), ...args], { encoding: 'utf8' })

suite('a release', () => {
    test('is the same octets in another zone, language, umask and folder, and so is dist/', () => {
        assert.deepEqual(readdirSync(one).sort(), ['SHA256SUMS', name('cdx.json'), name('provenance.json'), name('tgz'), name('zip'), 'signer.html', ...EDITIONS].sort())
        for (const file of readdirSync(one)) assert.equal(sha256(readFileSync(join(other, file))), sha256(read(file)), file)
        assert.equal(readFileSync(join(dirname(one), 'dist/SHA256SUMS'), 'utf8'), readFileSync(join(dist, 'SHA256SUMS'), 'utf8'))
    })

    test('has sums that sha256sum agrees with, and the page that was built', () => {
        const said = execFileSync('sha256sum', ['--strict', '-c', 'SHA256SUMS'], { cwd: one, encoding: 'utf8' })
        assert.deepEqual(said.trim().split('\n').sort(), [name('cdx.json'), name('tgz'), name('zip'), 'signer.html', ...EDITIONS].map((file) => `${file}: OK`).sort())
        assert.deepEqual(read('signer.html'), readFileSync(join(dist, 'signer.html')))
        for (const file of EDITIONS) assert.deepEqual(read(file), readFileSync(join(dist, 'languages', file)), file)
    })

    test('the zip: unpacked by unzip, its sums hold, its dates are those of the source', { skip: hasCommand('unzip') ? false : 'unzip is not installed' }, () => {
        const folder = join(work, 'unzipped')
        execFileSync('unzip', ['-q', join(one, name('zip')), '-d', folder], { env: { ...process.env, TZ: 'UTC' } })
        const inside = join(folder, `popcert-${version}`)
        assert.deepEqual(readdirSync(folder), [`popcert-${version}`])
        const said = execFileSync('sha256sum', ['--strict', '-c', 'SHA256SUMS'], { cwd: inside, encoding: 'utf8' })
        const files = readdirSync(inside, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())
        assert.equal(said.trim().split('\n').length, files.length - 1, 'all but the list itself')
        assert.deepEqual(readFileSync(join(inside, 'signer.html')), readFileSync(join(dist, 'signer.html')))
        const lines = execFileSync('unzip', ['-Z', '-T', join(one, name('zip'))], { encoding: 'utf8' }).split('\n').filter((line) => line.startsWith('-'))
        assert.equal(lines.length, files.length)
        for (const line of lines) assert.match(line, /^-rw-r--r-- .* 20260329\.015958 popcert-/)
    })

    test('START-HERE.html links only to what is beside it, and wants nothing from elsewhere', { skip: hasCommand('unzip') ? false : 'unzip is not installed' }, () => {
        const text = (file) => execFileSync('unzip', ['-p', join(one, name('zip')), `popcert-${version}/${file}`], { encoding: 'utf8' })
        const page = text('START-HERE.html')
        const links = [...page.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, link]) => link).filter((link) => link !== 'data:,')
        assert.ok(links.includes('signer.html') && links.includes('index.html'))
        for (const file of EDITIONS) {
            const language = file.slice('signer.'.length, -'.html'.length)
            const { lead } = JSON.parse(readFileSync(join(repository, `web/src/texts/${language}.json`), 'utf8'))
            assert.ok(page.split('\n').some((line) => line.startsWith(`<li lang="${language}"><a href="languages/${file}">`) && line.includes(lead)), file)
        }
        for (const link of links) assert.notEqual(text(link), '', link)
        assert.match(page, new RegExp(`popcert ${version.replaceAll('.', '\\.')}`))
        const style = /<style>(.*?)<\/style>/s.exec(page)[1]
        assert.ok(page.includes(`style-src 'sha256-${Buffer.from(sha256(style), 'hex').toString('base64')}'`))
        assert.doesNotMatch(page, /\{\{|undefined/)
    })

    test('the package: listed by tar, and installed by npm with the right modes', () => {
        const lines = execFileSync('tar', ['-tvzf', join(one, name('tgz'))], { encoding: 'utf8', env: { ...process.env, TZ: 'UTC' } }).trim().split('\n')
        const files = lines.map((line) => line.split(' package/')[1]).sort()
        assert.deepEqual(files.filter((file) => file.endsWith('.html')), ['signer.html'])
        for (const file of files) assert.deepEqual(execFileSync('tar', ['-xzOf', join(one, name('tgz')), `package/${file}`], { maxBuffer: 1 << 26 }), readFileSync(join(dist, 'popcert', file)), file)
        for (const line of lines) assert.match(line, line.endsWith('/cli.js') ? /^-rwxr-xr-x .* 1985-10-26 / : /^-rw-r--r-- .* 1985-10-26 /)
    })
})

suite('where the project lives', () => {
    test('is told by where the folder was cloned from, if that is a public place, and never with what stands around it', () => {
        for (const [remote, address] of [
            ['https://github.com/one/popcert', 'https://github.com/one/popcert'], ['https://github.com/one/popcert.git\n', 'https://github.com/one/popcert'],
            ['git@github.com:one/popcert.git', 'https://github.com/one/popcert'], ['ssh://git@codeberg.org:22/one/popcert', 'https://codeberg.org/one/popcert'],
            ['https://somebody:token@GitLab.com/group/of/popcert.git/', 'https://gitlab.com/group/of/popcert'],
            ['git+https://github.com/one/popcert.git', 'https://github.com/one/popcert'],
            ['/home/somebody/popcert', null], ['file:///srv/popcert.git', null], ['https://git.intranet.example/one/popcert', null], ['http://10.0.0.1/one/popcert', null],
            ['https://github.com.example/one/popcert', null], ['https://github.com/one', null], ['https://github.com/one/"><script>', null], ['', null],
        ]) assert.equal(publicRepository(remote), address, remote)
    })

    test('is in the footers, in the package and in the provenance, for whoever builds it again', () => {
        const folder = dirname(make({ name: 'published', umask: '022', env: { POPCERT_REPOSITORY: 'https://github.com/example/popcert' } }))
        const { repository, homepage, bugs } = JSON.parse(readFileSync(join(folder, 'dist/popcert/package.json'), 'utf8'))
        assert.equal(repository.url, 'git+https://github.com/example/popcert.git')
        for (const page of ['signer.html', 'index.html', 'dev-certs.html']) {
            assert.ok(readFileSync(join(folder, 'dist', page), 'utf8').includes(` href="${homepage}"`), page)
        }
        for (const address of ['https://github.com/example/popcert', homepage, bugs.url]) {
            assert.ok(readFileSync(join(folder, 'dist/index.html'), 'utf8').includes(` href="${address}"`), address)
        }
        const said = compare('--repository', join(folder, 'release', name('provenance.json')))
        assert.equal(said.stdout, `${repository.url}\n`)
        assert.equal(publicRepository(said.stdout), 'https://github.com/example/popcert')
    })
})

suite('the bill of materials', () => {
    test('is valid CycloneDX', () => {
        const schema = (file) => JSON.parse(readFileSync(join(dirname(require.resolve('@cyclonedx/cyclonedx-library/package.json')), 'res/schema', file), 'utf8'))
        const ajv = new Ajv({ strict: false, allErrors: true })
        addFormats.default(ajv)
        ajv.addFormat('iri-reference', true)
        for (const file of ['spdx.SNAPSHOT.schema.json', 'jsf-0.82.SNAPSHOT.schema.json', 'cryptography-defs.SNAPSHOT.schema.json']) ajv.addSchema(schema(file), `http://cyclonedx.org/schema/${file}`)
        const valid = ajv.compile(schema('bom-1.6.SNAPSHOT.schema.json'))
        assert.ok(valid(json(name('cdx.json'))), JSON.stringify(valid.errors, null, 1))
        assert.equal(valid({ ...json(name('cdx.json')), components: [{ type: 'library' }] }), false, 'the schema refuses something')
    })

    test('names what is given out, in the versions that are installed, and nothing that only builds or tests', () => {
        const components = json(name('cdx.json')).components.map(({ group, name, version }) => `${group === undefined ? '' : `${group}/`}${name} ${version}`)
        const installed = (each) => `${each} ${JSON.parse(readFileSync(join(repository, 'node_modules', each, 'package.json'), 'utf8')).version}`
        assert.deepEqual(components, ['bearssl 0.6', 'emscripten 3.1.6', installed('@azure/msal-browser'), installed('@azure/msal-common'), installed('fflate')])
    })

    test('each of them is in the notices', () => {
        const notices = readFileSync(join(repository, 'third_party/notices.txt'), 'utf8')
        for (const word of ['BearSSL', 'Emscripten', 'MSAL', 'fflate']) assert.match(notices, new RegExp(word), word)
        const licence = readFileSync(join(repository, 'node_modules/fflate/LICENSE'), 'utf8')
        assert.ok(notices.includes(/Copyright.*/.exec(licence)[0]))
    })
})

suite('the provenance', () => {
    test('names source, tools, pins and the sums of the files', () => {
        const { _type, subject, predicateType, predicate } = json(name('provenance.json'))
        assert.equal(_type, 'https://in-toto.io/Statement/v1')
        assert.equal(predicateType, 'https://slsa.dev/provenance/v1')
        assert.deepEqual(subject.map((each) => `${each.digest.sha256}  ${each.name}\n`).join(''), read('SHA256SUMS').toString())
        const { internalParameters, resolvedDependencies } = predicate.buildDefinition
        assert.equal(internalParameters.toolchain.emscripten, '3.1.6')
        assert.equal(resolvedDependencies.find((each) => each.name === 'source').digest.gitCommit, COMMIT)
        assert.ok(resolvedDependencies.some((each) => each.name === 'bearssl' && /^[0-9a-f]{64}$/.test(each.digest.sha256)))
    })

    test('gives the commit to the one who verifies; a trial gives none', () => {
        assert.equal(compare('--commit', join(one, name('provenance.json'))).stdout, `${COMMIT}\n`)
        const statement = json(name('provenance.json'))
        statement.predicate.buildDefinition.internalParameters.sourceIsClean = false
        writeFileSync(join(work, 'trial.json'), JSON.stringify(statement))
        assert.equal(compare('--commit', join(work, 'trial.json')).status, 1)
    })
})

suite('the comparison', () => {
    const changed = (change) => {
        const folder = mkdtempSync(join(work, 'changed-'))
        cpSync(one, folder, { recursive: true })
        change(folder)
        return compare(one, folder)
    }

    test('takes two that are the same', () => {
        const done = compare(one, other)
        assert.equal(done.status, 0, done.stdout)
        assert.doesNotMatch(done.stdout, /DIFFERENT|MISSING|note/)
    })

    test('one octet of the signer, a file too many or too few, another sum in the statement: each is told', () => {
        for (const [pattern, change] of [
            [/^DIFFERENT +signer\.html$/m, (folder) => { const page = read('signer.html'); page[1000] ^= 1; writeFileSync(join(folder, 'signer.html'), page) }],
            [/^MISSING +extra, there$/m, (folder) => writeFileSync(join(folder, 'extra'), '')],
            [/^MISSING +signer\.html, here$/m, (folder) => rmSync(join(folder, 'signer.html'))],
            [/^DIFFERENT +.*provenance/m, (folder) => writeFileSync(join(folder, name('provenance.json')), read(name('provenance.json')).toString().replace(COMMIT, COMMIT.replace('0', '1')))],
        ]) {
            const done = changed(change)
            assert.equal(done.status, 1)
            assert.match(done.stdout, pattern)
        }
    })

    test('other tools that made the same are a note', () => {
        const done = changed((folder) => writeFileSync(join(folder, name('provenance.json')), read(name('provenance.json')).toString().replace('"v20.0.0"', '"v22.0.0"')))
        assert.equal(done.status, 0, done.stdout)
        assert.match(done.stdout, /^note +node was v20\.0\.0 there and is v22\.0\.0 here$/m)
    })
})

suite('./dev release refuses', () => {
    const git = (folder, ...args) => execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], { encoding: 'utf8' })
    /** The parts of ./dev, in a repository of their own. */
    const project = (changelog) => {
        const folder = mkdtempSync(join(work, 'project-'))
        for (const each of ['dev', 'tools', 'package.json']) cpSync(join(repository, each), join(folder, each), { recursive: true })
        writeFileSync(join(folder, 'CHANGELOG.md'), changelog)
        git(folder, 'init', '--quiet')
        git(folder, 'add', '.')
        git(folder, 'commit', '--quiet', '--message', 'all')
        return folder
    }
    const refused = (folder, pattern, ...args) => {
        const done = spawnSync('./dev', ['release', ...args], { cwd: folder, encoding: 'utf8' })
        assert.equal(done.status, 1)
        assert.match(done.stderr, pattern)
        assert.equal(readdirSync(folder).includes('release'), false)
    }

    test('a version of which CHANGELOG.md says nothing', () => {
        refused(project(`# Changelog\n\n## Unreleased\n\n- x\n\n## ${version}0\n\n- x\n\n## ${version}\n\n## 0.0.1\n\n- x\n`), new RegExp(`says nothing under '## ${version}'`))
    })

    test('a tag of another version', () => {
        refused(project(`## ${version}\n\n- x\n`), new RegExp(`the tag is v9\\.9\\.9, and package\\.json has the version ${version}`), '--tag', 'v9.9.9')
    })

    test('changes that are in no commit', () => {
        const folder = project(`# Changelog\n\n## ${version} (2026-01-01)\n\n- x\n`)
        writeFileSync(join(folder, 'stray'), '')
        refused(folder, /changes that are in no commit \(git status\)\. To only try/)
    })
})

test('./dev release --notes is the section of this version alone', () => {
    const folder = mkdtempSync(join(work, 'notes-'))
    for (const each of ['dev', 'tools', 'package.json']) cpSync(join(repository, each), join(folder, each), { recursive: true })
    writeFileSync(join(folder, 'CHANGELOG.md'), `# Changelog\n\n## Unreleased\n\n- later\n\n## [${version}] 2026-01-01\n\n### Added\n\n- this\n\n## 0.0.9\n\n- earlier\n`)
    assert.equal(execFileSync('./dev', ['release', '--notes'], { cwd: folder, encoding: 'utf8' }), '### Added\n\n- this\n')
})

test('CMake reads the version from package.json, and the lock file has the same', () => {
    assert.match(readFileSync(join(repository, 'CMakeLists.txt'), 'utf8'), /string\(JSON popcert_version GET "\$\{package_json\}" version\)/)
    const lock = JSON.parse(readFileSync(join(repository, 'package-lock.json'), 'utf8'))
    assert.deepEqual([lock.version, lock.packages[''].version], [version, version])
})
