import Planning
import Store
package import Text

/// What a process tells of its run, in JSON of the format `sharespec run 1`.
package struct ActiveRun: Sendable {
  package let host: String
  package let process: Int

  /// When the run began and when this was told, in UTC, as in `2026-11-26T06:00:50.123Z`.
  package let started: String
  package let updated: String
  package let experiment: String

  /// How many stages stand where.
  package let counts: [Count]

  /// The seconds that the run may still take; `nil` if that is not known.
  package let left: Double?

  package let running: [RunningStage]

  /// The names of the stages that other processes are at.
  package let awaited: [String]

  /// A number of stages: `total`, `cached`, `done`, `failed`, `skipped`, `running`, `queued`.
  package struct Count: Hashable, Sendable {
    package let name: String
    package let count: Int
  }

  /// A stage under way.
  package struct RunningStage: Sendable {
    /// Its identity.
    package let stage: String
    package let name: String

    /// For how long it has been running.
    package let seconds: Double
    package let left: Double?
    package let training: TrainingProgress?

    /// The scores at the end of the last epoch.
    package let dev: [TrainingProgress.TaskValue]
  }

  package subscript(name: String) -> Int { counts.first { $0.name == name }?.count ?? 0 }
}

extension ActiveRun {
  init(
    host: String, process: Int, started: String, updated: String, _ progress: RunProgress, at time: Double
  ) {
    self.host = host
    self.process = process
    self.started = started
    self.updated = updated
    experiment = progress.outline?.experiment ?? ""
    counts = progress.countsByName.map { Count(name: $0, count: $1) }
    left = progress.timeLeft(at: time)
    awaited = progress.awaited
    running = progress.running.map { stage in
      RunningStage(
        stage: "\(stage.stage)", name: stage.name, seconds: time - stage.started,
        left: progress.timeLeft(of: stage, at: time), training: stage.training, dev: stage.dev)
    }
  }
}

// MARK: As JSON

extension ActiveRun {
  package var json: JSONValue {
    [
      "format": .string(StoreFormat.run.name), "host": .string(host), "process": .integer(process),
      "started": .string(started), "updated": .string(updated), "experiment": .string(experiment),
      "stages": .object(counts.map { JSONValue.Member($0.name, .integer($0.count)) }),
      "left": left.map { .real($0) } ?? .null, "running": .array(running.map(\.json)),
      "waiting_for": .array(awaited.map { .string($0) }),
    ]
  }

  /// The run that `bytes` describe; `nil` if they are not of this format.
  init?(_ bytes: [UInt8]) {
    guard let json = try? JSONReader.read(bytes), json["format"]?.text == StoreFormat.run.name,
      let host = json["host"]?.text, let process = json["process"]?.integer, let started = json["started"]?.text,
      let updated = json["updated"]?.text, let experiment = json["experiment"]?.text
    else { return nil }
    self.host = host
    self.process = process
    self.started = started
    self.updated = updated
    self.experiment = experiment
    counts = (json["stages"]?.members ?? []).map { Count(name: $0.name, count: $0.value.integer ?? 0) }
    left = json["left"]?.real
    let stages = (json["running"]?.elements ?? []).map(RunningStage.init)
    guard !stages.contains(where: { $0 == nil }) else { return nil }
    running = stages.compactMap(\.self)
    awaited = (json["waiting_for"]?.elements ?? []).compactMap(\.text)
  }
}

extension ActiveRun.RunningStage {
  var json: JSONValue {
    .object(
      [
        JSONValue.Member("stage", .string(stage)), JSONValue.Member("name", .string(name)),
        JSONValue.Member("seconds", .real(seconds)), JSONValue.Member("left", left.map { .real($0) } ?? .null),
        JSONValue.Member("dev", TrainingProgress.TaskValue.object(of: dev)),
        JSONValue.Member("training", training.map { .object($0.withoutEnd.members) } ?? .null),
      ])
  }

  init?(_ json: LocatedJSON) {
    guard let stage = json["stage"]?.text, let name = json["name"]?.text, let seconds = json["seconds"]?.real
    else { return nil }
    self.stage = stage
    self.name = name
    self.seconds = seconds
    left = json["left"]?.real
    if let told = json["training"], !told.isNull {
      guard let read = TrainingProgress(told) else { return nil }
      training = read
    } else {
      training = nil
    }
    dev = (json["dev"]?.members ?? []).map { TrainingProgress.TaskValue($0.name, $0.value.real) }
  }
}

extension TrainingProgress {
  /// The same without the result of the epoch.
  fileprivate var withoutEnd: TrainingProgress {
    TrainingProgress(
      epoch: epoch, epochs: epochs, step: step, steps: steps, loss: loss, learningRate: learningRate,
      tokensPerSecond: tokensPerSecond)
  }

  fileprivate init?(_ json: LocatedJSON) {
    guard let epoch = json["epoch"]?.integer, let epochs = json["epochs"]?.integer, let step = json["step"]?.integer,
      let steps = json["steps"]?.integer, let loss = json["loss"]?.real,
      let learningRate = json["learning_rate"]?.real, let tokensPerSecond = json["tokens_per_second"]?.real
    else { return nil }
    self.init(
      epoch: epoch, epochs: epochs, step: step, steps: steps, loss: loss, learningRate: learningRate,
      tokensPerSecond: tokensPerSecond)
  }
}
