/** The command `popcert`. */
import { loadCore } from '../index'
import { chain } from './chain'
import { check } from './check'
import type { Command } from './command'
import { completion } from './completion'
import { create } from './create'
import { devCa } from './dev-ca'
import { devDevices } from './dev-devices'
import { devRenew } from './dev-renew'
import { dpsVerify } from './dps-verify'
import { exits, type Exit } from './exit'
import { Failure, usage } from './failure'
import { helpOf, overview } from './help'
import { finish } from './finish'
import { inspect } from './inspect'
import { judge } from './judge'
import { parseOptions } from './options'
import { json, sayFailure, terminal } from './output'
import { prepare } from './prepare'

const commands: readonly Command[] = [create, inspect, check, chain, prepare, finish, judge, dpsVerify, devCa, devDevices, devRenew, completion(() => commands)]

const helpOption = { name: 'help', text: 'this text' }

async function run(args: readonly string[]): Promise<Exit> {
    const [first, second] = args
    if (first === undefined || first === '--help' || first === '-h' || (first === 'help' && second === undefined)) {
        terminal.write(overview(commands, POPCERT_VERSION))
        return first === undefined ? exits.usage : exits.done
    }
    if (first === '--version') {
        terminal.write(`${POPCERT_VERSION}\n`)
        return exits.done
    }
    const named = first === 'help' ? args.slice(1) : args
    const command = commands.find(({ name }) => name.split(' ').every((word, place) => named[place] === word))
    if (command === undefined) throw usage(`There is no command ${JSON.stringify(named.slice(0, 2).join(' '))}.`, 'popcert --help names all.')
    const options = parseOptions(named.slice(command.name.split(' ').length), [...command.options, helpOption], command.mostRest ?? 0)
    if (first === 'help' || options.has('help')) {
        terminal.write(helpOf(command))
        return exits.done
    }
    return command.run(options, { output: terminal, core: loadCore })
}

/** Nothing of an unknown error is told: it may quote what was read. */
function failureOf(error: unknown): Failure {
    if (error instanceof Failure) return error
    return new Failure(exits.internal, {
        code: 'INTERNAL', message: 'popcert made a mistake here.', hint: 'Please report the command, without its files, and this version.',
    })
}

// A reader that has enough, such as `head`, is no mistake of ours.
process.stdout.on('error', () => process.exit(exits.done))

const args = process.argv.slice(2)
run(args).then((exit) => { process.exitCode = exit }, (error: unknown) => {
    const failure = failureOf(error)
    if (args.includes('--json')) terminal.write(json({ ok: false, error: failure.told, findings: failure.findings }))
    else sayFailure(terminal, failure)
    process.exitCode = failure.exit
})
