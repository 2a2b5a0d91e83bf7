import NIOCore
import Training

/// A range of network addresses: `10.0.0.0/8`, `::1/128`, or one address alone.
public struct AddressRange: Sendable, Hashable {
    private let bytes: [UInt8]
    private let bits: Int

    /// Reads a range in CIDR notation.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let bytes = AddressRange.bytes(of: String(parts[0])) else { return nil }
        let bits = parts.count == 2 ? Int(parts[1]) : bytes.count * 8
        guard let bits, (0...bytes.count * 8).contains(bits) else { return nil }
        self.bytes = bytes
        self.bits = bits
    }

    /// Whether an address lies in the range; text that is no address does not.
    public func contains(_ address: String) -> Bool {
        guard let other = AddressRange.bytes(of: address), other.count == bytes.count else { return false }
        for bit in 0..<bits where (bytes[bit / 8] ^ other[bit / 8]) & (0x80 >> (bit % 8)) != 0 { return false }
        return true
    }

    private static func bytes(of address: String) -> [UInt8]? {
        guard let parsed = try? SocketAddress(ipAddress: address, port: 0) else { return nil }
        return switch parsed {
        case .v4(let v4): withUnsafeBytes(of: v4.address.sin_addr) { Array($0) }
        case .v6(let v6): withUnsafeBytes(of: v6.address.sin6_addr) { unmapped(Array($0)) }
        case .unixDomainSocket: nil
        }
    }

    /// The address of the fourth version inside one of the sixth, which is how a socket that takes both tells it.
    private static func unmapped(_ bytes: [UInt8]) -> [UInt8] {
        let prefix = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]
        return bytes.starts(with: prefix) ? Array(bytes.dropFirst(prefix.count)) : bytes
    }
}

/// Which proxies are believed when they tell where a request comes from.
struct TrustedProxies: Sendable {
    let ranges: [AddressRange]

    /// The address a request comes from: the last one of `X-Forwarded-For` that is not itself a trusted proxy, if the
    /// connection comes from a trusted proxy; else the connection's own.
    func origin(peer: String, forwarded: String?) -> String {
        guard isTrusted(peer) else { return peer }
        let hops = (forwarded ?? "").split(separator: ",").map { String($0.trimming(while: \.isWhitespace)) }
        return hops.last { !isTrusted($0) } ?? peer
    }

    func isTrusted(_ address: String) -> Bool { ranges.contains { $0.contains(address) } }
}
