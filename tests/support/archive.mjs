/** A ZIP by other programs than ours: Python's zipfile, and unzip where it is there. */
import assert from 'node:assert/strict'
import { hasCommand, run, temporaryFile } from './openssl.mjs'

const READ = `
import base64, json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    assert archive.testzip() is None
    print(json.dumps([[entry.filename, base64.b64encode(archive.read(entry)).decode()] for entry in archive.infolist()]))
`

/** name -> octets, in the order of the archive. */
export function unzipped(octets) {
    const path = temporaryFile(octets, '.zip')
    const read = run('python3', ['-c', READ, path])
    assert.equal(read.status, 0, read.stderr)
    if (hasCommand('unzip')) {
        const tested = run('unzip', ['-t', path])
        assert.equal(tested.status, 0, tested.stdout + tested.stderr)
    }
    const entries = JSON.parse(read.stdout).map(([name, content]) => [name, Buffer.from(content, 'base64')])
    assert.equal(new Set(entries.map(([name]) => name.toLowerCase())).size, entries.length, 'no two alike')
    return new Map(entries)
}
