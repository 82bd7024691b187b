namespace PumpMonitor.Sensors;

/// <summary>
/// A device whose driver may throw, at any time: it is opened when it is first used, closed when it throws, and opened anew at the next
/// use. So a program starts without a sensor that is not there yet, goes on without one whose wire came off, and has it again when it is
/// back.
/// </summary>
/// <param name="name">What it is called.</param>
/// <param name="open">Opens it.</param>
/// <param name="note">Is told when it stops and when it works again.</param>
public sealed class Wired<T>(string name, Func<T> open, Action<string> note) : IDisposable
    where T : class, IDisposable
{
    T? _device;
    string? _problem;

    /// <summary>Lets <paramref name="use"/> have the device. False where that, or opening it, threw.</summary>
    public bool TryUse(Action<T> use)
    {
        try
        {
            use(_device ??= open());
            if (_problem is not null) note($"{name}: it works again");
            _problem = null;
            return true;
        }
        catch (Exception problem) when (problem is not OutOfMemoryException) // a driver's exceptions are of any type
        {
            if (_problem != problem.Message) note($"{name}: {problem.Message}");
            _problem = problem.Message;
            Dispose();
            return false;
        }
    }

    public void Dispose()
    {
        try
        {
            _device?.Dispose();
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            // It is gone already, which is why it is closed.
        }

        _device = null;
    }
}
