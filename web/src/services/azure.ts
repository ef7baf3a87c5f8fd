/** What comes after the signature at Azure: the place in the portal, and the same by command. */

/** Other than the file's, a command's names are the person's to fill in: they are written in capitals. */
export interface Command {
    /** Of the tool and of what it is for: no sentence, the same in every language. */
    readonly name: string
    readonly text: string
}

export const azurePortal = 'https://portal.azure.com/'

/** What a shell takes apart is not in the names that the core gives files. */
const isPlain = (name: string) => /^[\w.-]+$/.test(name)

/**
 * Sources: Azure CLI reference, `az iot dps certificate` and `az iot hub certificate`; Az PowerShell reference,
 * Set-AzIoTDeviceProvisioningServiceCertificate and Set-AzIotHubVerifiedCertificate. The tag says that nobody has changed the entry.
 */
export function azureCommands(file: string): readonly Command[] {
    if (!isPlain(file)) return []
    const az = (group: string, of: string, name: string) =>
        `az iot ${group} certificate verify ${of} NAME -g GROUP ${name} CERTIFICATE --path ${file} \\\n`
        + `  --etag "$(az iot ${group} certificate show ${of} NAME -g GROUP ${name} CERTIFICATE --query etag -o tsv)"`
    const powerShell = (get: string, set: string) =>
        `$c = ${get} -ResourceGroupName GROUP -Name NAME -CertificateName CERTIFICATE\n`
        + `${set} -ResourceGroupName GROUP -Name NAME -CertificateName CERTIFICATE -Path ${file} -Etag $c.Etag`
    return [
        { name: 'Azure CLI · DPS', text: az('dps', '--dps-name', '-n') },
        { name: 'Azure CLI · IoT Hub', text: az('hub', '--hub-name', '-n') },
        { name: 'PowerShell · DPS', text: powerShell('Get-AzIoTDeviceProvisioningServiceCertificate', 'Set-AzIoTDeviceProvisioningServiceCertificate') },
        { name: 'PowerShell · IoT Hub', text: powerShell('Get-AzIotHubCertificate', 'Set-AzIotHubVerifiedCertificate') },
    ]
}
