/** Commands that talk to a server of this process: nothing here may wait for them without going on. */
import { spawn } from 'node:child_process'

/** @returns {Promise<{ status: number, stdout: string, stderr: string }>} */
export function runAsync(command, args, options) {
    return new Promise((done, fail) => {
        const child = spawn(command, args, options)
        let stdout = ''
        let stderr = ''
        child.stdout.setEncoding('utf8').on('data', (text) => { stdout += text })
        child.stderr.setEncoding('utf8').on('data', (text) => { stderr += text })
        child.on('error', fail)
        child.on('close', (status) => done({ status, stdout, stderr }))
    })
}
