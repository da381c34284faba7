package import Planning

/// What an engine is asked for to carry out a stage.
package struct JobResources: Hashable, Sendable {
  /// Processor cores.
  package let threads: Int

  /// The most memory, in units of 2²⁰ bytes.
  package let mebibytes: Int

  /// The most time.
  package let minutes: Int
}

/// How what engines are asked for follows from estimates.
///
/// Estimates are of one thread and of this machine, so that time and memory are asked for with a factor. What is asked
/// for is a power of two or half as much again, so that stages that are nearly alike ask for the same.
package struct ResourceRules: Sendable {
  /// How many threads a stage that trains has.
  package let threads: Int

  package let timeFactor: Double
  package let memoryFactor: Double

  /// What a process takes whatever it computes, in mebibytes.
  private static let processMebibytes = 100.0

  /// The least that is asked for, in minutes: starting a program from a busy file system takes a while.
  private static let leastMinutes = 10.0

  /// What is asked for where estimates depend on data that cannot be read here.
  private static let unknown = (mebibytes: 4096, minutes: 24 * 60)

  package init(threads: Int = 1, timeFactor: Double = 3, memoryFactor: Double = 1.5) {
    self.threads = threads
    self.timeFactor = timeFactor
    self.memoryFactor = memoryFactor
  }

  /// What a stage that does `operation` at this cost is given.
  package func resources(for operation: Operation, _ cost: StageCost) -> JobResources {
    JobResources(
      threads: operation.isTraining ? threads : 1,
      mebibytes: cost.memory.map {
        Self.step(above: Self.processMebibytes + memoryFactor * $0 / 1_048_576)
      } ?? Self.unknown.mebibytes,
      minutes: cost.seconds.map { Self.step(above: max(Self.leastMinutes, timeFactor * $0 / 60)) }
        ?? Self.unknown.minutes)
  }

  /// The least of 1, 2, 3, 4, 6, 8, 12, 16, … that is not below `amount`, which is cut at a thousand million.
  static func step(above amount: Double) -> Int {
    let amount = min(amount, 1e9)
    var power = 1
    while Double(power) < amount {
      if power > 1, Double(power + power / 2) >= amount { return power + power / 2 }
      power *= 2
    }
    return power
  }
}
