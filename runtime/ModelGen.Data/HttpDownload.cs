using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ModelGen.Data;

/// <summary>
/// One file over HTTP/1.0 (RFC 1945). Datasets are public and checked against their SHA-256, so a plain connection serves them safely;
/// <c>HttpClient</c>, with TLS and its certificates behind it, would double the size of a NativeAOT program. Honours <c>http_proxy</c>.
/// </summary>
internal sealed class HttpDownload : IDisposable
{
    private const int LongestHead = 16 * 1024;
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SilenceTime = TimeSpan.FromSeconds(30);

    private readonly Uri address;
    private readonly TcpClient client;
    private readonly BufferedStream stream;

    private HttpDownload(Uri address, TcpClient client)
    {
        this.address = address;
        this.client = client;
        stream = new BufferedStream(client.GetStream(), 64 * 1024);
    }

    /// <summary>Asks for a file and reads the answer's head.</summary>
    /// <param name="address">An <c>http</c> address.</param>
    /// <exception cref="DownloadException">There is no connection, or the server does not send the file.</exception>
    public static HttpDownload Open(Uri address)
    {
        Uri? proxy = Proxy(address);
        HttpDownload download = new(address, Connect(proxy ?? address));
        try
        {
            download.Request(throughProxy: proxy is not null);
            download.ReadHead();
            return download;
        }
        catch
        {
            download.Dispose();
            throw;
        }
    }

    /// <summary>Reads bytes of the file; 0 at its end.</summary>
    /// <exception cref="DownloadException">The connection broke.</exception>
    public int Read(Span<byte> buffer)
    {
        try
        {
            return stream.Read(buffer);
        }
        catch (IOException exception)
        {
            throw Broken(exception);
        }
    }

    public void Dispose()
    {
        stream.Dispose();
        client.Dispose();
    }

    private static TcpClient Connect(Uri host)
    {
        TcpClient client = new();
        try
        {
            using CancellationTokenSource timeout = new(ConnectTime);
            client.ConnectAsync(host.DnsSafeHost, host.Port, timeout.Token).AsTask().GetAwaiter().GetResult();
            client.ReceiveTimeout = (int)SilenceTime.TotalMilliseconds;
            client.SendTimeout = (int)SilenceTime.TotalMilliseconds;
            return client;
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            client.Dispose();
            string reason = exception is SocketException ? exception.Message : $"no answer within {ConnectTime.TotalSeconds} seconds";
            throw new DownloadException($"{host.Host} cannot be reached: {reason}", exception);
        }
    }

    /// <summary>The proxy for plain HTTP, by the common environment variable; never for this machine itself.</summary>
    private static Uri? Proxy(Uri address)
    {
        string? proxy = address.IsLoopback ? null : Environment.GetEnvironmentVariable("http_proxy");
        return Uri.TryCreate(proxy, UriKind.Absolute, out Uri? result) && result.Scheme == Uri.UriSchemeHttp ? result : null;
    }

    private void Request(bool throughProxy)
    {
        string target = throughProxy ? address.AbsoluteUri : address.PathAndQuery;
        string request = $"GET {target} HTTP/1.0\r\nHost: {address.Authority}\r\nUser-Agent: ModelGen\r\n\r\n";
        try
        {
            stream.Write(Encoding.ASCII.GetBytes(request));
            stream.Flush();
        }
        catch (IOException exception)
        {
            throw Broken(exception);
        }
    }

    private void ReadHead()
    {
        string status = ReadLine(LongestHead);
        string[] parts = status.Split(' ', 3);
        if (parts.Length < 2 || !parts[0].StartsWith("HTTP/", StringComparison.Ordinal))
        {
            throw new DownloadException($"{address} answered with something that is not HTTP");
        }

        if (parts[1] != "200")
        {
            throw new DownloadException(string.Create(CultureInfo.InvariantCulture, $"{address} answered {string.Join(' ', parts[1..])}"));
        }

        int left = LongestHead - status.Length;
        for (string line; (line = ReadLine(left)).Length > 0;)
        {
            left -= line.Length;
        }
    }

    private string ReadLine(int longest)
    {
        var line = new StringBuilder();
        Span<byte> next = stackalloc byte[1];
        while (line.Length < longest && Read(next) == 1)
        {
            if (next[0] == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append((char)next[0]);
        }

        throw new DownloadException($"{address} answered with something that is not HTTP");
    }

    private DownloadException Broken(IOException exception) => new($"{address} broke off: {exception.Message}", exception);
}

/// <summary>A file could not be fetched. The message is a clause that names the address.</summary>
internal sealed class DownloadException(string message, Exception? innerException = null) : IOException(message, innerException);
