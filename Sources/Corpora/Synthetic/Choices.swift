import Randomness

/// Random choices of a grammar, drawn from one stream.
struct Choices: Sendable {
  private var stream: RandomStream

  init(_ stream: RandomStream) { self.stream = stream }

  /// Whether an event of this probability happens.
  mutating func chance(_ probability: Double) -> Bool { stream.nextDouble() < probability }

  /// One of `items`, all being equally likely. Requires: there is one.
  mutating func pick<Item>(_ items: [Item]) -> Item { items[stream.nextIndex(below: items.count)] }

  /// One of the items, in proportion to their weights. Requires: the weights' sum is positive.
  mutating func pick<Item>(weighted items: [(weight: Int, item: Item)]) -> Item {
    var rest = stream.nextIndex(below: items.reduce(0) { $0 + $1.weight })
    for (weight, item) in items {
      if rest < weight { return item }
      rest -= weight
    }
    preconditionFailure("the rest is smaller than the sum of the weights")
  }

  /// A number of `range`, all being equally likely.
  mutating func number(in range: ClosedRange<Int>) -> Int {
    range.lowerBound + stream.nextIndex(below: range.count)
  }

  /// One of `items` by Zipf's law.
  mutating func draw<Item>(_ items: Ranked<Item>) -> Item { items.item(at: stream.nextDouble()) }
}

/// Items in the order of how common they are.
///
/// The item of rank r, counted from 1, is drawn with a probability in proportion to `1 / (r + offset)`: Zipf's law as
/// Mandelbrot amended it. A greater offset makes the first items less prominent.
struct Ranked<Item: Sendable>: Sendable {
  let items: [Item]
  private let cumulative: [Double]

  /// Ranks `items` as they stand. Requires: there is one.
  init(_ items: [Item], offset: Double) {
    precondition(!items.isEmpty, "nothing to draw from")
    self.items = items
    var sum = 0.0
    cumulative = items.indices.map { rank in
      sum += 1 / (Double(rank + 1) + offset)
      return sum
    }
  }

  /// The item that the share `fraction` of all probability reaches. Requires: it lies in [0, 1).
  func item(at fraction: Double) -> Item {
    let target = fraction * (cumulative.last ?? 0)
    var (low, high) = (0, items.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] > target { high = middle } else { low = middle + 1 }
    }
    return items[low]
  }
}
