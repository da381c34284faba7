import FoundationEssentials
package import Planning

/// What `vocabulary.json` holds.
package struct VocabularyFile: Codable {
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
package struct HistoryFile: Codable, Sendable, Hashable {
  package let epochs: [Epoch]

  /// The epoch, from 1, whose weights are the result.
  package let selectedEpoch: Int

  package init(epochs: [Epoch], selectedEpoch: Int) {
    self.epochs = epochs
    self.selectedEpoch = selectedEpoch
  }

  /// One pass over the training data.
  package struct Epoch: Codable, Sendable, Hashable {
    package let epoch: Int
    package let learningRate: Double
    package let steps: Int

    /// The mean loss of each task's batches; absent for a task that had none.
    package let loss: [String: Double]

    /// The score of each task on its development split, from 0 to 1.
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

    /// The number that epochs are compared by: the mean of the scores.
    package var meanDev: Double {
      dev.isEmpty ? 0 : dev.sorted { $0.key < $1.key }.map(\.value).reduce(0, +) / Double(dev.count)
    }
  }

  /// The score of `task` on its development split at the selected epoch.
  package func selectedScore(of task: String) -> Double {
    epochs.first { $0.epoch == selectedEpoch }?.dev[task] ?? 0
  }
}

/// What `choice.json` holds: the masks that were to be had, and which was picked.
package struct ChoiceFile: Codable, Sendable, Hashable {
  package let task: String
  package let round: Int
  package let candidates: [Candidate]

  package init(task: String, round: Int, candidates: [Candidate]) {
    self.task = task
    self.round = round
    self.candidates = candidates
  }

  /// The mask of one round.
  package struct Candidate: Codable, Sendable, Hashable {
    package let round: Int

    /// The score on the development split, from 0 to 1.
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
package struct ScoresFile: Codable, Sendable, Hashable {
  package let tasks: [TaskScore]

  package init(tasks: [TaskScore]) {
    self.tasks = tasks
  }

  /// The score of one task, with the counts that it is made of.
  package struct TaskScore: Codable, Sendable, Hashable {
    package let task: String
    package let metric: String
    package let split: String

    /// From 0 to 1.
    package let score: Double

    package let tokens: Tokens
    package let spans: Spans?

    package init(task: String, metric: String, split: String, score: Double, tokens: Tokens, spans: Spans?) {
      self.task = task
      self.metric = metric
      self.split = split
      self.score = score
      self.tokens = tokens
      self.spans = spans
    }
  }

  /// Tokens and how many of them have the right tag.
  package struct Tokens: Codable, Sendable, Hashable {
    package let correct: Int
    package let total: Int

    package init(correct: Int, total: Int) {
      self.correct = correct
      self.total = total
    }
  }

  /// Spans: those found, those sought, and those that are both.
  package struct Spans: Codable, Sendable, Hashable {
    package let correct: Int
    package let predicted: Int
    package let gold: Int

    package init(correct: Int, predicted: Int, gold: Int) {
      self.correct = correct
      self.predicted = predicted
      self.gold = gold
    }
  }
}

/// What `sharing.json` holds: how many parameters belong to which tasks.
package struct SharingFile: Codable, Sendable, Hashable {
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
  package struct TaskCount: Codable, Sendable, Hashable {
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
package func canonicalJSON(_ value: some Encodable, for artifact: Artifact) throws(MalformedArtifact) -> [UInt8] {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  do {
    return try [UInt8](encoder.encode(value)) + [UInt8(ascii: "\n")]
  } catch {
    throw MalformedArtifact(artifact: artifact.rawValue, reason: "\(error)")
  }
}

/// The value that `bytes` hold as JSON.
package func decodeJSON<Value: Decodable>(
  _ type: Value.Type, _ bytes: [UInt8], of artifact: Artifact
) throws(MalformedArtifact) -> Value {
  do {
    return try JSONDecoder().decode(type, from: Data(bytes))
  } catch {
    throw MalformedArtifact(artifact: artifact.rawValue, reason: "\(error)")
  }
}
