using PumpMonitor.Sensors;

namespace PumpMonitor.Tests;

public class WiredTests
{
    sealed class Device : IDisposable
    {
        public bool IsOpen { get; private set; } = true;

        public void Dispose()
        {
            IsOpen = false;
            throw new InvalidOperationException("it is gone");
        }
    }

    [Fact]
    public void A_driver_that_throws_is_closed_said_once_and_opened_anew()
    {
        var notes = new List<string>();
        var opened = new List<Device>();
        bool isThere = false;
        using var wired = new Wired<Device>("thermometer", () =>
        {
            if (!isThere) throw new IOException("no such device");
            opened.Add(new Device());
            return opened[^1];
        }, notes.Add);

        Assert.False(wired.TryUse(_ => { }));
        Assert.False(wired.TryUse(_ => { }));
        Assert.Equal(["thermometer: no such device"], notes);

        isThere = true;
        Assert.True(wired.TryUse(device => Assert.True(device.IsOpen)));
        Assert.True(wired.TryUse(_ => { }));
        Assert.Single(opened);
        Assert.False(wired.TryUse(_ => throw new TimeoutException("no answer")));
        Assert.False(opened[0].IsOpen);
        Assert.True(wired.TryUse(_ => { }));
        Assert.Equal(2, opened.Count);
        Assert.Equal(["thermometer: no such device", "thermometer: it works again", "thermometer: no answer",
            "thermometer: it works again"], notes);
    }
}
