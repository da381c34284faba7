package import Model
package import Planning
package import Text

/// What `vocabulary.json` holds.
package struct VocabularyFile: Sendable {
  package let words: [String]
  package let characters: [String]
  package let lowercase: Bool

  package init(words: [String], characters: [String], lowercase: Bool) {
    self.words = words
    self.characters = characters
    self.lowercase = lowercase
  }
}

/// What `history.json` holds: how training went, epoch by epoch.
package struct HistoryFile: Sendable, Hashable {
  /// The metric of each task's scores.
  package let metrics: [String: Metric]

  package let epochs: [Epoch]

  /// The epoch, from 1, whose weights are the result.
  package let selectedEpoch: Int

  package init(metrics: [String: Metric], epochs: [Epoch], selectedEpoch: Int) {
    self.metrics = metrics
    self.epochs = epochs
    self.selectedEpoch = selectedEpoch
  }

  /// One pass over the training data.
  package struct Epoch: Sendable, Hashable {
    package let epoch: Int
    package let learningRate: Double
    package let steps: Int

    /// The mean loss of each task's batches; absent for a task that had none.
    package let loss: [String: Double]

    /// The value of each task's metric on its development split.
    package let dev: [String: Double]

    /// λ of each task as it stood at the end of the epoch; absent where it is not learned.
    package var weights: [String: Double]?

    package init(
      epoch: Int, learningRate: Double, steps: Int, loss: [String: Double], dev: [String: Double],
      weights: [String: Double]? = nil
    ) {
      self.epoch = epoch
      self.learningRate = learningRate
      self.steps = steps
      self.loss = loss
      self.dev = dev
      self.weights = weights
    }
  }

  /// The score of `task` on its development split at the selected epoch; `nil` if the history has none.
  package func selectedScore(of task: String) -> Double? {
    epochs.first { $0.epoch == selectedEpoch }?.dev[task]
  }
}

/// What `choice.json` holds: the masks that were to be had, and which was picked.
package struct ChoiceFile: Sendable, Hashable {
  package let task: String
  package let metric: Metric
  package let round: Int
  package let candidates: [Candidate]

  package init(task: String, metric: Metric, round: Int, candidates: [Candidate]) {
    self.task = task
    self.metric = metric
    self.round = round
    self.candidates = candidates
  }

  /// The mask of one round.
  package struct Candidate: Sendable, Hashable {
    package let round: Int

    /// The value of the task's metric on the development split.
    package let dev: Double

    /// Prunable scalars kept.
    package let kept: Int

    /// Prunable scalars.
    package let of: Int

    package init(round: Int, dev: Double, kept: Int, of: Int) {
      self.round = round
      self.dev = dev
      self.kept = kept
      self.of = of
    }
  }
}

/// What `scores.json` holds: how well each task is solved.
package struct ScoresFile: Sendable, Hashable {
  package let tasks: [TaskScore]

  package init(tasks: [TaskScore]) {
    self.tasks = tasks
  }

  /// The score of one task, with the counts that it is made of.
  package struct TaskScore: Sendable, Hashable {
    package let task: String
    package let metric: Metric
    package let split: String

    /// The value of `metric`.
    package let score: Double

    /// The value of every metric that can be reported for the task, by the metric's key name.
    package let numbers: [String: Double]

    /// What the numbers are made of, by name, as in `tokens_correct`.
    package let counts: [String: Int]

    /// What was counted of each type of spans, or of each tag where the metric is not of spans.
    package let types: [TypeCounts]

    package let confusion: Confusion

    package init(
      task: String, metric: Metric, split: String, score: Double, numbers: [String: Double], counts: [String: Int],
      types: [TypeCounts], confusion: Confusion
    ) {
      self.task = task
      self.metric = metric
      self.split = split
      self.score = score
      self.numbers = numbers
      self.counts = counts
      self.types = types
      self.confusion = confusion
    }
  }
}

/// What `sharing.json` holds: how many parameters belong to which tasks.
package struct SharingFile: Sendable, Hashable {
  package let tasks: [TaskCount]

  /// Scalars in at least one task's mask: what `# Params` of the paper's Table 3 counts.
  package let union: Int

  /// Scalars in every task's mask.
  package let intersection: Int

  /// Scalars of the whole network, in all towers.
  package let total: Int

  package init(tasks: [TaskCount], union: Int, intersection: Int, total: Int) {
    self.tasks = tasks
    self.union = union
    self.intersection = intersection
    self.total = total
  }

  /// The scalars in one task's mask.
  package struct TaskCount: Sendable, Hashable {
    package let task: String
    package let parameters: Int

    /// Prunable scalars that are kept, and how many there are in what the task uses (the base network, or its towers):
    /// their ratio is the sparsity.
    package let prunableKept: Int
    package let prunable: Int

    package init(task: String, parameters: Int, prunableKept: Int, prunable: Int) {
      self.task = task
      self.parameters = parameters
      self.prunableKept = prunableKept
      self.prunable = prunable
    }

    /// The fraction kept of what can be pruned.
    package var sparsity: Double { prunable == 0 ? 1 : Double(prunableKept) / Double(prunable) }
  }

  /// The overlap ratio of the paper's Equation 4.
  package var overlapRatio: Double { union == 0 ? 0 : Double(intersection) / Double(union) }
}

/// `value` as JSON with its keys in order, so that equal values are equal bytes.
///
/// Throws: if `value` has a number that is not finite, which JSON cannot say.
package func canonicalJSON(
  _ value: some JSONRepresentable, for artifact: Artifact
) throws(MalformedArtifact) -> [UInt8] {
  let json = value.json
  guard json.isFinite else {
    throw MalformedArtifact(artifact: artifact.rawValue, reason: "a number in it is infinite or undefined")
  }
  return JSONText.utf8(of: json, .artifact) + [UInt8(ascii: "\n")]
}

/// The value that `bytes` hold as JSON.
package func decodeJSON<Value: JSONRepresentable>(
  _ type: Value.Type, _ bytes: [UInt8], of artifact: Artifact
) throws(MalformedArtifact) -> Value {
  let json: LocatedJSON
  do throws(JSONSyntaxError) { json = try JSONReader.read(bytes) } catch {
    throw MalformedArtifact(artifact: artifact.rawValue, reason: "\(error)")
  }
  do throws(JSONValueError) { return try Value(reading: json) } catch {
    throw MalformedArtifact(artifact: artifact.rawValue, reason: "\(error)")
  }
}
