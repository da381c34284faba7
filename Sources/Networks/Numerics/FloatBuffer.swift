/// A pointer to floats that some `FloatBuffer` owns.
typealias FloatPointer = UnsafeMutablePointer<Float>

/// A block of floats that grows when more are asked for and never shrinks.
///
/// It belongs to one layer of one network and so to one thread at a time; nothing here is `Sendable`. Pointers are
/// valid until the buffer grows or goes.
final class FloatBuffer {
  private(set) var base: FloatPointer
  private(set) var capacity: Int

  /// A buffer with room for `capacity` floats, all zero.
  init(zeros capacity: Int = 0) {
    self.capacity = capacity
    base = Self.allocated(capacity)
    base.initialize(repeating: 0, count: capacity)
  }

  deinit { base.deallocate() }

  /// The floats' address, after making room for `count` of them; growing loses what was there.
  func reserved(_ count: Int) -> FloatPointer {
    if count > capacity {
      base.deallocate()
      capacity = max(count, capacity + capacity / 2)
      base = Self.allocated(capacity)
      base.initialize(repeating: 0, count: capacity)
    }
    return base
  }

  /// Room for a matrix, whose contents are whatever was there.
  func matrix(rows: Int, columns: Int) -> Matrix {
    Matrix(reserved(rows * columns), rows: rows, columns: columns)
  }

  /// Aligned to a cache line.
  private static func allocated(_ count: Int) -> FloatPointer {
    UnsafeMutableRawPointer.allocate(byteCount: max(count, 1) * MemoryLayout<Float>.stride, alignment: 64)
      .bindMemory(to: Float.self, capacity: max(count, 1))
  }
}

extension FloatPointer {
  /// Sets `count` floats to zero.
  func clear(_ count: Int) { update(repeating: 0, count: count) }

  /// Multiplies `count` floats by `factor`.
  func multiply(_ count: Int, by factor: Float) {
    for index in 0..<count { self[index] *= factor }
  }
}
