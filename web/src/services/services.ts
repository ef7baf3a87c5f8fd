import * as azure from '../../../services/azure.json'
import * as azureCentral from '../../../services/azure-central.json'
import * as aws from '../../../services/aws.json'
import * as huawei from '../../../services/huawei.json'
import * as alibabaMqtt from '../../../services/alibaba-mqtt.json'
import * as alibabaIot from '../../../services/alibaba-iot.json'
import * as tencentMqtt from '../../../services/tencent-mqtt.json'
import * as tencentIot from '../../../services/tencent-iot.json'
import * as scaleway from '../../../services/scaleway.json'
import * as openziti from '../../../services/openziti.json'
import type { ServiceId } from '../core/protocol'
import type { NextStepFiles, ServiceCommand } from './steps'

/** What people are told of a service, in English: services/ is the source, README.md there says what each member is. */
export interface ServiceWords {
    readonly title: string
    readonly where: string
    readonly path: string
    readonly commands: readonly ServiceCommand[]
    readonly notes: readonly string[]
}

/** The signer has words of its own for Azure, in every language; the rest of these is in next-steps.ts, so that it carries none in vain. */
export type OtherService = Exclude<ServiceId, 'azure'>

/** As they stand in the list; each member by its name, so that a page carries no others. */
const words: Readonly<Record<OtherService, ServiceWords>> & { readonly azure: Pick<ServiceWords, 'title' | 'commands'> } = {
    azure: { title: azure.title, commands: azure.commands },
    'azure-central': { title: azureCentral.title, where: azureCentral.where, path: azureCentral.path, commands: azureCentral.commands, notes: azureCentral.notes },
    aws: { title: aws.title, where: aws.where, path: aws.path, commands: aws.commands, notes: aws.notes },
    huawei: { title: huawei.title, where: huawei.where, path: huawei.path, commands: huawei.commands, notes: huawei.notes },
    'alibaba-mqtt': { title: alibabaMqtt.title, where: alibabaMqtt.where, path: alibabaMqtt.path, commands: alibabaMqtt.commands, notes: alibabaMqtt.notes },
    'alibaba-iot': { title: alibabaIot.title, where: alibabaIot.where, path: alibabaIot.path, commands: alibabaIot.commands, notes: alibabaIot.notes },
    'tencent-mqtt': { title: tencentMqtt.title, where: tencentMqtt.where, path: tencentMqtt.path, commands: tencentMqtt.commands, notes: tencentMqtt.notes },
    'tencent-iot': { title: tencentIot.title, where: tencentIot.where, path: tencentIot.path, commands: tencentIot.commands, notes: tencentIot.notes },
    scaleway: { title: scaleway.title, where: scaleway.where, path: scaleway.path, commands: scaleway.commands, notes: scaleway.notes },
    openziti: { title: openziti.title, where: openziti.where, path: openziti.path, commands: openziti.commands, notes: openziti.notes },
}

export const services = Object.keys(words) as readonly ServiceId[]

export function wordsOf<S extends ServiceId>(service: S): (typeof words)[S] {
    return words[service]
}

/** What a shell takes apart, or takes for an option, is in no command: there the person fills the name in. */
function plain(name: string | undefined, instead: string): string {
    return name !== undefined && /^\w[\w.-]*$/.test(name) ? name : instead
}

/** Puts the names of files into a path or a command. */
export function filling(files: NextStepFiles): (text: string) => string {
    const certificate = plain(files.certificateFile, 'VERIFICATION.pem')
    const ca = plain(files.caFile, 'CA.pem')
    return (text) => text.replaceAll('{certificate}', certificate).replaceAll('{ca}', ca)
}
