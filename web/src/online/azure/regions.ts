/** The names that the portal has for Azure's regions; their ids are these without blanks and capitals. */
const names = [
    'Australia Central', 'Australia Central 2', 'Australia East', 'Australia Southeast', 'Austria East', 'Belgium Central', 'Brazil South', 'Brazil Southeast',
    'Canada Central', 'Canada East', 'Central India', 'Central US', 'Chile Central', 'China East', 'China East 2', 'China North', 'China North 2',
    'China North 3', 'East Asia', 'East US', 'East US 2', 'France Central', 'France South', 'Germany North', 'Germany West Central', 'Indonesia Central',
    'Israel Central', 'Italy North', 'Japan East', 'Japan West', 'Jio India Central', 'Jio India West', 'Korea Central', 'Korea South', 'Malaysia West',
    'Mexico Central', 'New Zealand North', 'North Central US', 'North Europe', 'Norway East', 'Norway West', 'Poland Central', 'Qatar Central',
    'South Africa North', 'South Africa West', 'South Central US', 'South India', 'Southeast Asia', 'Spain Central', 'Sweden Central', 'Sweden South',
    'Switzerland North', 'Switzerland West', 'UAE Central', 'UAE North', 'UK South', 'UK West', 'US DoD Central', 'US DoD East', 'US Gov Arizona',
    'US Gov Iowa', 'US Gov Texas', 'US Gov Virginia', 'West Central US', 'West Europe', 'West India', 'West US', 'West US 2', 'West US 3',
]

const byId: ReadonlyMap<string, string> = new Map(names.map((name) => [idOf(name), name]))

function idOf(text: string): string {
    return text.replaceAll(' ', '').toLowerCase()
}

/** `westeurope` and `West Europe` are answered alike; what is not known stays as it is. */
export function regionName(location: string): string {
    return byId.get(idOf(location)) ?? location
}
