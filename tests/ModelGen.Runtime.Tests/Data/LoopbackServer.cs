using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ModelGen.Runtime.Tests.Data;

/// <summary>An HTTP server on this machine that answers each path with raw bytes, and counts the requests.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Func<string, byte[]> answer;
    private readonly Task loop;
    private readonly CancellationTokenSource stop = new();
    private int requests;

    public LoopbackServer(Func<string, byte[]> answer)
    {
        this.answer = answer;
        listener.Start();
        loop = Task.Run(Serve);
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/files/");

    public int Requests => Volatile.Read(ref requests);

    public static byte[] Ok(byte[] body) =>
        [.. Encoding.ASCII.GetBytes($"HTTP/1.0 200 OK\r\nContent-Length: {body.Length}\r\nContent-Type: application/gzip\r\n\r\n"), .. body];

    public static byte[] NotFound() => Encoding.ASCII.GetBytes("HTTP/1.0 404 Not Found\r\nContent-Length: 0\r\n\r\n");

    public void Dispose()
    {
        stop.Cancel();
        loop.Wait();
        listener.Stop();
        stop.Dispose();
    }

    private async Task Serve()
    {
        while (true)
        {
            try
            {
                using TcpClient client = await listener.AcceptTcpClientAsync(stop.Token);
                Interlocked.Increment(ref requests);
                using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
                string request = await reader.ReadLineAsync() ?? string.Empty;
                while (!string.IsNullOrEmpty(await reader.ReadLineAsync()))
                {
                }

                await client.GetStream().WriteAsync(answer(request.Split(' ')[1].Split('/')[^1]));
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (IOException)
            {
                // The client hung up; the next may not.
            }
        }
    }
}
