import NIOCore
import NIOPosix

/// A connection on which a test writes bytes as no well-behaved client would.
enum Wire {
    /// Sends `text` to a port of this machine and returns all that comes back until the server closes the connection:
    /// a request ends with `Connection: close`.
    static func exchange(_ text: String, port: Int) async throws -> String {
        let listener = Listener()
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(listener) }
            }
            .connect(host: "localhost", port: port).get()
        try await channel.writeAndFlush(ByteBuffer(string: text))
        try await channel.closeFuture.get()
        return listener.heard
    }
}

/// Keeps what a connection hears. Its channel's event loop writes; a test reads once the channel is closed.
private final class Listener: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer

    private(set) var heard = ""

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        heard += String(buffer: unwrapInboundIn(data))
    }
}
