/// The times of steps that follow each other.
struct StepWatch {
  /// A step and what it took, by the clock and of the processor.
  struct Step {
    let name: String
    let seconds: Double
    let processorSeconds: Double

    /// The most memory of the process until the step's end, in 10⁶ bytes.
    let peakMemory: Double
  }

  private(set) var steps: [Step] = []
  private var start = (clock: ContinuousClock.now, processor: processorTime())

  /// The step called `name` ends here, and the next one begins.
  mutating func finish(_ name: String) {
    let end = (clock: ContinuousClock.now, processor: processorTime())
    steps.append(
      Step(
        name: name, seconds: (end.clock - start.clock) / .seconds(1),
        processorSeconds: end.processor - start.processor, peakMemory: peakMemory()))
    start = end
  }

  func total(_ value: (Step) -> Double) -> Double { steps.reduce(0) { $0 + value($1) } }

  /// Prints what each step took, and all of them together.
  func print() {
    for step in steps {
      Swift.print("\(step.name)_s", rounded(step.seconds, places: 3))
      Swift.print("\(step.name)_processor_s", rounded(step.processorSeconds, places: 3))
      Swift.print("\(step.name)_peak_memory_mb", rounded(step.peakMemory, places: 0))
    }
    Swift.print("seconds", rounded(total { $0.seconds }, places: 3))
    Swift.print("processor_s", rounded(total { $0.processorSeconds }, places: 3))
  }
}
