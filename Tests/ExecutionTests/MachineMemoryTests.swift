import Testing

@testable import Files

@Suite struct MachineMemoryTests {
  @Test func theMemoryOfAMachineIsReadAsLinuxTellsIt() {
    let meminfo = "MemTotal:        1000 kB\nMemFree:  1 kB\nMemAvailable:     600 kB\n"
    let whole = MachineMemory(meminfo: meminfo, limit: "max\n", usage: "5\n")
    #expect(whole == MachineMemory(total: 1_024_000, available: 614_400))
    let limited = MachineMemory(meminfo: meminfo, limit: "500000\n", usage: "200000\n")
    #expect(limited == MachineMemory(total: 500_000, available: 300_000))
    #expect(MachineMemory(meminfo: "", limit: "", usage: "").total == .infinity)
    #expect(MachineMemory.current.available <= MachineMemory.current.total)
  }
}
