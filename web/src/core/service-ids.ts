import type { ServiceId } from './protocol'

/** The files of services/. */
export const serviceIds = [
    'alibaba-iot', 'alibaba-mqtt', 'aws', 'azure', 'azure-central',
    'huawei', 'openziti', 'scaleway', 'tencent-iot', 'tencent-mqtt',
] as const satisfies readonly ServiceId[]
