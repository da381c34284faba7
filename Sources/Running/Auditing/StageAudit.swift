import Dispatch
import Files
import OrderedCollections
package import Planning
package import Store

/// Carries out stages of a store again and compares what they make with their records. The store is only read.
package struct StageAudit: Sendable {
  private let audited: StoreInspection
  private let executor: any StageExecutor
  private let jobs: Int
  private let observer: any RunObserver
  private let stop: StopSwitch
  private let costs: [StageID: StageCost]

  /// The bytes that stages which run at the same time may take together, by estimate.
  private let memory: Double

  /// Creates an audit of `audited`, from which `executor` reads the inputs of stages, with up to `jobs` stages at a
  /// time as far as `memory` bytes hold them.
  package init(
    of audited: StoreInspection, executor: any StageExecutor, jobs: Int, observer: any RunObserver, stop: StopSwitch,
    costs: [StageID: StageCost], memory: Double
  ) {
    self.audited = audited
    self.executor = executor
    self.jobs = max(1, jobs)
    self.observer = observer
    self.stop = stop
    self.costs = costs
    self.memory = memory
  }

  /// How often the switch is looked at, and how often stages are then given time to stop before they are left.
  private static let pause = Duration.milliseconds(50)
  private static let pausesBeforeLeaving = 10

  /// Carries out each stage of `sample` again, on the inputs that the store has.
  ///
  /// After a stop this returns within half a second, and stages that reach no step in that time are left to the end of
  /// the process.
  package func run(_ sample: [AuditedStage]) async -> AuditReport {
    let stages = Dictionary(sample.map { ($0.stage.id, $0) }, uniquingKeysWith: { first, _ in first })
    var schedule = schedule(of: sample)
    var verdicts: [StageID: AuditReport.Verdict] = [:]
    observer.observe(.began(outline(of: sample)))
    let (steps, sink) = AsyncStream.makeStream(of: Step.self)
    let clock = Task {
      while !Task.isCancelled {
        // Only cancellation ends a pause early, and then nobody listens.
        try? await Task.sleep(for: Self.pause)
        sink.yield(.paused)
      }
    }
    defer { clock.cancel() }
    func begin() {
      while !stop.isOn, let id = schedule.next(), let stage = stages[id] {
        let threads = max(1, jobs / (schedule.running.count + schedule.readyCount))
        // A serial queue of its own has a thread of its own, however many stages run.
        DispatchQueue(label: stage.stage.label).async { sink.yield(.ended(id, verdict(of: stage, threads: threads))) }
      }
    }
    begin()
    var pauses = 0
    if schedule.isUnfinished {
      for await step in steps {
        switch step {
        case .paused: if stop.isOn { pauses += 1 }
        case .ended(let id, let verdict):
          if verdict == nil { schedule.stop(id) } else { schedule.finish(id) }
          verdicts[id] = verdict
          begin()
        }
        let isStopped = stop.isOn && (schedule.running.isEmpty || pauses >= Self.pausesBeforeLeaving)
        if isStopped || !schedule.isUnfinished { break }
      }
    }
    observer.observe(.ended)
    return AuditReport(
      findings: sample.compactMap { audited in
        verdicts[audited.stage.id].map { AuditReport.Finding(stage: audited.stage, verdict: $0) }
      }, numerics: executor.numerics, isInterrupted: schedule.isUnfinished)
  }

  /// What the audit waits for.
  private enum Step: Sendable {
    case paused

    /// A stage has ended, without a verdict if it was stopped.
    case ended(StageID, AuditReport.Verdict?)
  }

  /// A schedule in which no stage waits for another: all inputs are those of the store.
  private func schedule(of sample: [AuditedStage]) -> Schedule {
    var works: OrderedDictionary<StageID, Schedule.Work> = [:]
    for audited in sample {
      let cost = costs[audited.stage.id]
      works[audited.stage.id] = Schedule.Work(inputs: [], seconds: cost?.seconds ?? 0, memory: cost?.memory ?? 0)
    }
    return Schedule(works, missing: Set(works.keys), jobs: jobs, memory: memory)
  }

  private func outline(of sample: [AuditedStage]) -> RunOutline {
    RunOutline(
      experiment: "audit", total: sample.count, cached: 0, jobs: jobs,
      pending: sample.map { audited in
        RunOutline.Work(
          stage: audited.stage.id, inputs: [], operation: audited.stage.operation.name,
          seconds: costs[audited.stage.id]?.seconds)
      })
  }

  /// How what `audited` makes compares with its record; `nil` if it was stopped.
  private func verdict(of audited: AuditedStage, threads: Int) -> AuditReport.Verdict? {
    let stage = audited.stage
    observer.observe(.stageStarted(stage))
    let clock = ContinuousClock()
    let start = clock.now
    do throws(StageFailure) {
      let made = try executor.carryOut(stage, threads: threads, isStopped: { stop.isOn })
      let verdict = try compare(made, with: audited.record)
      observer.observe(.stageFinished(stage, seconds: (clock.now - start) / .seconds(1)))
      return verdict
    } catch {
      if error == .interrupted {
        observer.observe(.stageInterrupted(stage))
        return nil
      }
      observer.observe(.stageFailed(stage, error))
      return .failed(error)
    }
  }

  private func compare(
    _ made: [(Artifact, [UInt8])], with record: StageRecord
  ) throws(StageFailure) -> AuditReport.Verdict {
    let differences = record.differences(from: made)
    if differences.isEmpty { return .equal }
    let recorded: String?
    do throws(FileFailure) {
      recorded = try audited.provenance(of: record.stage)?.circumstances.machine.numerics
    } catch {
      throw .store(.file(error))
    }
    return recorded == executor.numerics ? .different(differences) : .undecided(differences, numerics: recorded)
  }
}

extension StageRecord {
  /// The artifacts that are others in this record than in `made`, in the order of their names.
  fileprivate func differences(from made: [(Artifact, [UInt8])]) -> [AuditReport.Difference] {
    let recorded = Dictionary(artifacts.map { ($0.name, $0.sha256) }, uniquingKeysWith: { first, _ in first })
    let found = Dictionary(
      made.map { ($0.0.rawValue, Digest(of: $0.1)) }, uniquingKeysWith: { first, _ in first })
    return Set(recorded.keys).union(found.keys).sorted().compactMap { name in
      recorded[name] == found[name]
        ? nil : AuditReport.Difference(artifact: name, recorded: recorded[name], made: found[name])
    }
  }
}
