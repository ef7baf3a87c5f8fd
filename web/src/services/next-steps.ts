import * as azure from '../../../services/azure.json'
import type { ServiceId } from '../core/protocol'
import { filling, wordsOf } from './services'
import type { NextStepFiles, NextSteps } from './steps'

/** From the file to the state "verified", in English: where to go, what to type, and what is honest to know. */
export function nextSteps(service: ServiceId, files: NextStepFiles): NextSteps {
    const { title, path, commands, notes } = service === 'azure' ? azure : wordsOf(service)
    const filled = filling(files)
    return { title, path: filled(path), commands: commands.map(({ name, text }) => ({ name, text: filled(text) })), notes }
}
