package import Model

/// Everything about a network but its values: what parts it has and how large they are.
package struct NetworkShape: Sendable, Hashable {
  /// The word embedding.
  package var words: Table

  /// The character-level part, if there is one.
  package var characters: Characters?

  /// The recurrent layers; each tower has them.
  package var encoder: Encoder

  package var dropout: DropoutRates

  /// The names of the towers; empty means a single one that needs no name.
  package var towers: [String]

  /// How towers exchange their layers' outputs.
  package var coupling: Coupling

  /// One head for each task, in the tasks' order; a task is named by its index here.
  package var heads: [Head]

  /// Requires: sizes are positive, dropout rates in `0..<1`, and heads read towers and layers that exist.
  package init(
    words: Table, characters: Characters? = nil, encoder: Encoder, dropout: DropoutRates = .none,
    towers: [String] = [], coupling: Coupling = .none, heads: [Head]
  ) {
    self.words = words
    self.characters = characters
    self.encoder = encoder
    self.dropout = dropout
    self.towers = towers
    self.coupling = coupling
    self.heads = heads
    precondition(
      words.count > 0 && words.dimension > 0 && encoder.layers > 0 && encoder.hidden > 0, "sizes are positive")
    for head in heads {
      precondition((0..<towerCount).contains(head.tower), "head \(head.task) reads a tower that does not exist")
      precondition((1...encoder.layers).contains(head.depth), "head \(head.task) reads a layer that does not exist")
    }
  }

  /// The number of towers, counting the one without a name.
  package var towerCount: Int { max(1, towers.count) }

  /// The name of tower number `tower`; `nil` where there is one that needs no name.
  package func name(ofTower tower: Int) -> String? { towers.isEmpty ? nil : towers[tower] }

  /// The width of what the first encoder layer reads: a word vector and what the characters give.
  package var inputWidth: Int { words.dimension + (characters?.filters ?? 0) }

  /// The task whose mask tower number `tower` computes with beside other towers: the first whose head reads it.
  package func task(ofTower tower: Int) -> Int? { heads.firstIndex { $0.tower == tower } }
}

extension NetworkShape {
  /// An embedding: `count` vectors of `dimension` numbers.
  package struct Table: Sendable, Hashable {
    package var count: Int
    package var dimension: Int

    package init(count: Int, dimension: Int) {
      self.count = count
      self.dimension = dimension
    }
  }

  /// Character embeddings, a convolution over each word's characters, and the maximum over positions.
  package struct Characters: Sendable, Hashable {
    package var embedding: Table
    package var filters: Int

    /// The number of neighbouring characters that a filter sees. There are `(width - 1) / 2` zeros before a word and as
    /// many as needed behind it to have one position for each character.
    package var width: Int

    package var activation: Activation

    /// The sizes of the convolution.
    package var shape: CharacterShape {
      CharacterShape(dimension: embedding.dimension, filters: filters, width: width)
    }

    /// Whether each tower has a convolution of its own; the embedding is always common.
    package var isPerTower: Bool

    package init(embedding: Table, filters: Int, width: Int, activation: Activation = .relu, isPerTower: Bool = false) {
      self.embedding = embedding
      self.filters = filters
      self.width = width
      self.activation = activation
      self.isPerTower = isPerTower
    }
  }

  /// How towers exchange their layers' outputs.
  package enum Coupling: Sendable, Hashable {
    case none

    /// After every layer, tower i continues with `sum over j of α[i][j] · output[j]`; α is learned and starts with
    /// `own` on the diagonal and equal parts of the rest elsewhere. Source: Misra et al. 2016.
    case crossStitch(own: Float)
  }

  /// The output layer of a task.
  package struct Head: Sendable, Hashable {
    package var task: String
    package var tagCount: Int
    package var kind: HeadKind

    /// The index of the tower it reads.
    package var tower: Int

    /// The encoder layer it reads, from 1.
    package var depth: Int

    package init(task: String, tagCount: Int, kind: HeadKind = .linear, tower: Int = 0, depth: Int) {
      self.task = task
      self.tagCount = tagCount
      self.kind = kind
      self.tower = tower
      self.depth = depth
    }
  }
}
