using DSoftBus.Net.Facade;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;
using DSoftBus.Samples.Http;
using DSoftBus.Samples.Pages;

namespace DSoftBus.Samples.Httpd;

/// <summary>One connection: requests one after the other, as they come, until one side wants no more (RFC 9112 section 9).</summary>
internal sealed class HttpConnection(TaskContext task, FacadeStream stream, HttpdSettings settings, Site site, BodyBudget bodies)
{
    private readonly RequestParser _parser = new();
    private readonly HttpInput _input = new(task, stream);
    private readonly HttpOutput _output = new(task, stream, settings.Write);

    /// <summary>Serves requests until the end, then closes the stream.</summary>
    public async ValueTask RunAsync()
    {
        Ending ending;
        do
        {
            _parser.Reset();
            ending = await ServeNextAsync();
        }
        while (ending == Ending.None);
        if (ending == Ending.AfterResponse)
            await LingerAsync();
        await stream.CloseAsync();
    }

    /// <summary>Says why nothing is served and closes the stream.</summary>
    public async ValueTask RefuseAsync(Refusal refusal)
    {
        if (await AnswerAsync(Response.From(refusal), withContent: true, closes: true))
            await LingerAsync();
        await stream.CloseAsync();
    }

    private async ValueTask<Ending> ServeNextAsync()
    {
        switch (await ReadHeadAsync())
        {
            case InputStatus.Ok when _parser.Head is { } head:
                return await ServeAsync(head);
            case InputStatus.Ok:
                return await EndWithAsync(Response.From(_parser.Refusal!), withContent: true);
            case InputStatus.TimedOut when _parser.HasBegun:
                return await EndWithAsync(Response.Text(HttpStatus.RequestTimeout, "The request took too long."), withContent: true);
            default:
                return Ending.AtOnce;
        }
    }

    private async ValueTask<InputStatus> ReadHeadAsync()
    {
        Instant deadline = task.Now + settings.Idle;
        bool hasBegun = false;
        while (_input.Feed(_parser) == ParseStatus.NeedMore)
        {
            if (_parser.HasBegun && !hasBegun)
                (hasBegun, deadline) = (true, task.Now + settings.Head);
            InputStatus status = await _input.ReadAsync(deadline);
            if (status != InputStatus.Ok)
                return status;
        }

        return InputStatus.Ok;
    }

    private async ValueTask<Ending> ServeAsync(RequestHead head)
    {
        bool withContent = head.Line.Method != RequestMethod.Head;
        if (site.Find(head, out Response? instead) is not { } page)
        {
            // Nobody wants the body; where there is one, what follows it is not looked for.
            if (head.Framing != BodyFraming.None || !head.KeepsAlive)
                return await EndWithAsync(instead!, withContent);
            return await AnswerAsync(instead!, withContent, closes: false) ? Ending.None : Ending.AtOnce;
        }

        using var text = new BodyBuffer(bodies);
        var body = new BodyParser(head, text);
        InputStatus status = await ReadBodyAsync(head, body);
        if (status == InputStatus.TimedOut)
            return await EndWithAsync(Response.Text(HttpStatus.RequestTimeout, "The body took too long."), withContent);
        if (status != InputStatus.Ok)
            return Ending.AtOnce;
        if (body.Refusal is { } refusal)
            return await EndWithAsync(Response.From(refusal), withContent);
        Response response = page.Answer(head, text.Text);
        if (!head.KeepsAlive)
            return await EndWithAsync(response, withContent);
        return await AnswerAsync(response, withContent, closes: false) ? Ending.None : Ending.AtOnce;
    }

    // Ok also when the body was refused.
    private async ValueTask<InputStatus> ReadBodyAsync(RequestHead head, BodyParser body)
    {
        if (head.Framing == BodyFraming.None)
            return InputStatus.Ok;

        // RFC 9110 section 10.1.1: no 100 once the client did not wait for it.
        if (head.ExpectsContinue && body.Refusal is null && _input.IsEmpty && !await _output.WriteAsync(ResponseWriter.Continue))
            return InputStatus.Ended;
        Instant end = task.Now + settings.Body;
        while (_input.Feed(body) == ParseStatus.NeedMore)
        {
            InputStatus status = await _input.ReadAsync(Instant.Min(end, task.Now + settings.BodyPause));
            if (status != InputStatus.Ok)
                return status;
        }

        return InputStatus.Ok;
    }

    private async ValueTask<Ending> EndWithAsync(Response response, bool withContent) =>
        await AnswerAsync(response, withContent, closes: true) ? Ending.AfterResponse : Ending.AtOnce;

    private ValueTask<bool> AnswerAsync(Response response, bool withContent, bool closes) =>
        _output.WriteAsync(ResponseWriter.Head(response, task.Clock.UtcNow, closes), withContent ? response.Content : null);

    // RFC 9112 section 9.6: a close with unread bytes resets the connection, and the reset may destroy the response on its way.
    private async ValueTask LingerAsync()
    {
        if (await stream.ShutdownAsync() == FacadeStatus.Ok)
            await _input.DrainAsync(task.Now + settings.Linger, settings.LingerBytes);
    }

    private enum Ending
    {
        /// <summary>Another request may follow.</summary>
        None,

        /// <summary>The last response was written.</summary>
        AfterResponse,

        /// <summary>The client is gone, or had nothing to say.</summary>
        AtOnce,
    }
}
