// The module runs where code may not be made from strings, as under the page's policy; every exported function is called.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import test from 'node:test'
import { fileURLToPath } from 'node:url'

const child = (program) =>
    spawnSync(process.execPath, ['--disallow-code-generation-from-strings', ...program], { encoding: 'utf8' })

test('negative control: in such a process eval and Function fail', () => {
    const done = child(['-e', 'try { eval("1"); process.exit(1) } catch (e) { try { new Function("1"); process.exit(2) } catch (e) { process.exit(7) } }'])
    assert.equal(done.status, 7, done.stderr)
})

test('every exported function works in such a process', () => {
    const done = child([fileURLToPath(new URL('every-function.mjs', import.meta.url))])
    assert.equal(done.status, 0, done.stderr)
    assert.match(done.stdout, /^called: .*createVerificationCertificate/m)
})
